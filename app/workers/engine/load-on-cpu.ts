import { assertFitsCpu } from "../../core/models/cpu";
import { planGguf } from "../../core/gguf/plan-gguf";
import type { TensorCache } from "../../core/shards/tensor-cache";
import { loadLlamaCpp } from "../../engine/llama-cpp/load-llama-cpp";
import { cpuThreads } from "../../engine/cpu";
import { readShard, readStoredFile } from "../../storage/stored-model";
import type { LoadOnEngine } from "./serve-engine";

/** Loads a stored model into llama.cpp, with as many threads as suit the processor. What does not fit is refused first. */
export const loadOnCpu = (async ({ record, card }, onProgress) => {
  const contextTokens = card.defaultContextTokens;
  assertFitsCpu(card, contextTokens);
  const tensorCache = (await readStoredFile(record.id, "tensor-cache.json")) as TensorCache;
  const threads = cpuThreads();
  const model = await loadLlamaCpp(
    {
      planGguf: () => planGguf(card, tensorCache),
      contextTokens,
      threads,
      readShard: (file) => readShard(record.id, file),
    },
    onProgress,
  );
  return { model, engine: { kind: "cpu", threads } };
}) satisfies LoadOnEngine;
