import { loadWebLlm } from "../../../app/engine/web-llm/load-webllm";
import type { LanguageModel } from "../../../app/engine/language-model";
import { openStoredModel } from "../../../app/storage/stored-model";
import { modelUrl } from "../../../app/storage/model-repository";
import { serve } from "../../../app/workers/rpc/serve";
import { measureCopyBandwidth } from "./copy-bandwidth";
import { watchKernels, type KernelWatch } from "./kernel-watch";
import type { LibraryProtocol, Sequence, SequenceResult } from "./protocol";

/** Loads a stored model with the library that it is given, and times what it reads and says. */
serve<LibraryProtocol>({
  run: async ({ modelId, library, contextTokens, sequences, timeKernels }) => {
    const copyBytesPerSecond = await measureCopyBandwidth();
    const watch = timeKernels ? watchKernels() : undefined;
    const { record } = await openStoredModel(modelId);
    const model = await loadWebLlm(
      { modelId: record.id, modelUrl: modelUrl(record.id), library, contextTokens },
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
  const seconds: number[] = [];
  const timed = async (step: () => Promise<number>): Promise<number> => {
    const startMs = performance.now();
    const id = await step();
    seconds.push((performance.now() - startMs) / 1000);
    await watch?.read();
    return id;
  };
  await model.reset();
  await watch?.read();
  watch?.take();

  let next = 0;
  for (let start = 0; start < prompt.length; start += chunkTokens) {
    next = await timed(() => model.prefill(prompt.slice(start, start + chunkTokens)));
  }
  const prefill = { seconds: seconds.splice(0), kernels: watch?.take() ?? [] };
  const ids = [next];
  for (let index = 0; index < newTokens; index++) {
    next = await timed(() => model.decode(next));
    ids.push(next);
  }
  return { ids, prefill, decode: { seconds, kernels: watch?.take() ?? [] } };
}
