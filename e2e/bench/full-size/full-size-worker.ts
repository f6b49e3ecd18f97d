import { modelFileNames } from "../../../app/core/bundle/model-files";
import type { TensorCache } from "../../../app/core/shards/tensor-cache";
import { loadWebLlm } from "../../../app/engine/web-llm/load-webllm";
import { readStoredFile, storedShards } from "../../../app/storage/stored-model";
import { modelUrl } from "../../../app/storage/webllm-store";
import { serve } from "../../../app/workers/rpc/serve";
import type { FullSizeProtocol, Step } from "./protocol";
import { storeServedShards } from "./store-served-shards";

serve<FullSizeProtocol>({
  store: storeServedShards,
  read: async ({ shards: { card, library, contextTokens }, prompt, decodedTokens }) => {
    let logits: number[] = [];
    const processLogits = (seen: Float32Array) => {
      logits = [...seen];
      return seen;
    };
    const startMs = performance.now();
    const { records } = (await readStoredFile(card.id, modelFileNames.tensorCache)) as TensorCache;
    const files = records.map(({ dataPath }) => dataPath);
    const shards = await storedShards(card.id, files);
    const model = await loadWebLlm(
      { modelId: card.id, modelUrl: modelUrl(card.id), shards, library, contextTokens, processLogits },
      () => undefined,
    );
    const loadSeconds = secondsSince(startMs);
    const timed = async (call: () => Promise<number>): Promise<Step> => {
      const callMs = performance.now();
      const token = await call();
      return { seconds: secondsSince(callMs), logits, token };
    };
    const prefill = await timed(() => model.prefill(prompt));
    const decode: Step[] = [];
    for (let last = prefill; decode.length < decodedTokens; decode.push(last)) {
      const { token } = last;
      last = await timed(() => model.decode(token));
    }
    return { loadSeconds, prefill, decode };
  },
});

function secondsSince(startMs: number): number {
  return (performance.now() - startMs) / 1000;
}
