import { loadWebLlm } from "../../../app/engine/web-llm/load-webllm";
import type { LanguageModel } from "../../../app/engine/language-model";
import { openStoredModel, storedShards } from "../../../app/storage/stored-model";
import { modelUrl } from "../../../app/storage/webllm-store";
import { serve } from "../../../app/workers/rpc/serve";
import { measureCopyBandwidth } from "./copy-bandwidth";
import { watchKernels, type KernelWatch } from "./kernel-watch";
import type { LibraryProtocol, Sequence, SequenceResult } from "./protocol";
import { timeSteps } from "./time-steps";

/** Loads a stored model with the library that it is given, and times what it reads and says. */
serve<LibraryProtocol>({
  run: async ({ modelId, library, contextTokens, sequences, timeKernels }) => {
    const copyBytesPerSecond = await measureCopyBandwidth();
    const watch = timeKernels ? watchKernels() : undefined;
    const { record } = await openStoredModel(modelId);
    const files = record.shards.map(({ file }) => file);
    const shards = await storedShards(record.id, files);
    const model = await loadWebLlm(
      { modelId: record.id, modelUrl: modelUrl(record.id), shards, library, contextTokens },
      () => undefined,
    );
    // Its own first call is slow, whatever it reads.
    await model.prefill([0]);
    const results: SequenceResult[] = [];
    for (const sequence of sequences) results.push(await runSequence(model, sequence, watch));
    return { copyBytesPerSecond, sequences: results };
  },
});

async function runSequence(
  model: LanguageModel,
  { prompt, chunkTokens, newTokens }: Sequence,
  watch: KernelWatch | undefined,
): Promise<SequenceResult> {
  const starts = Array.from({ length: Math.ceil(prompt.length / chunkTokens) }, (_, index) => index * chunkTokens);
  const read = (start: number) => model.prefill(prompt.slice(start, start + chunkTokens));
  await model.reset();
  let next = 0;
  const prefill = await timeSteps(starts, async (start) => (next = await read(start)), watch);
  const ids = [next];
  const sayNext = async () => ids.push((next = await model.decode(next)));
  const decode = await timeSteps(Array.from({ length: newTokens }), sayNext, watch);
  return { ids, prefill, decode };
}
