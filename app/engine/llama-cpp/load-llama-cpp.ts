import type { GlueMessage } from "@wllama/wllama/src/glue/glue";
import { EngineError, type EngineErrorCode } from "../../core/errors";
import type { GgufPlan } from "../../core/gguf/plan-gguf";
import { writeGgufShard } from "../../core/gguf/write-gguf";
import type { LanguageModel, TokenChoice } from "../language-model";
import type { LoadProgress } from "../load-progress";
import { ReadingLog } from "../reading-log";
import { attentionSettings } from "./attention-settings";
import { greedySampler, readLogits } from "./read-logits";
import { startLlamaCpp, type LlamaCpp } from "./start-llama-cpp";

export interface LlamaCppModel {
  /** Called once, while llama.cpp starts. */
  planGguf: () => GgufPlan;
  contextTokens: number;
  threads: number;
  /** A shard's bytes in order, in pieces of any length. */
  readShard: (file: string) => AsyncIterator<Uint8Array<ArrayBuffer>>;
}

/** A model that also shows what it computes with and how sure it is; for comparing engines. */
export interface InspectableModel extends LanguageModel {
  /** The GGUF file as llama.cpp maps it: the very bytes that it computes with. */
  readonly gguf: Uint8Array;
  /** The most likely ids after what was read last, best first, and the natural logarithms of their probabilities. */
  topTokens(count: number): Promise<{ id: number; logProbability: number }[]>;
}

const ggufPath = "/model.gguf";

/** Most ids a call takes. llama.cpp reserves memory for the logits of a whole batch, and speed gains nothing beyond this. */
const batchTokens = 64;

/**
 * Loads a converted model into llama.cpp on the CPU. The GGUF file is put together shard by shard where llama.cpp maps it, so
 * the weights are in memory once. One model a realm.
 *
 * @throws DeviceError, EngineError, and what `readShard` throws.
 */
export async function loadLlamaCpp(
  model: LlamaCppModel,
  onProgress: (progress: LoadProgress) => void,
): Promise<InspectableModel> {
  onProgress({ phase: "weights", fraction: 0 });
  const [llamaCpp, plan] = await Promise.all([
    startLlamaCpp(model.threads),
    Promise.resolve().then(() => model.planGguf()),
  ]);
  const gguf = llamaCpp.createFile(ggufPath, plan.byteLength);
  await writeGguf(plan, model.readShard, gguf(), onProgress);
  onProgress({ phase: "context", fraction: 0 });
  const run = guarded(llamaCpp);
  await run("load-failed", "load", {
    _name: "load_req",
    model_paths: [ggufPath],
    n_ctx_auto: false,
    use_mmap: true,
    use_mlock: false,
    n_gpu_layers: 0,
    seed: 0,
    n_ctx: model.contextTokens,
    n_threads: model.threads,
    n_batch: batchTokens,
    ...attentionSettings,
  });
  await run("load-failed", "sampling_init", greedySampler);
  const log = new ReadingLog();
  const act = (action: string, message: GlueMessage) => run("generate-failed", action, message);
  const read = (ids: readonly number[], choice: TokenChoice | undefined): Promise<number> =>
    log.reading(ids, async () => {
      await act("decode", { _name: "deco_req", tokens: [...ids], skip_logits: false });
      if (choice !== undefined) return choice.choose(await readLogits(act, choice.needsLevel));
      const { token } = await act("sampling_sample", { _name: "ssam_req" });
      return token as number;
    });
  return {
    get gguf() {
      return gguf();
    },
    contextTokens: model.contextTokens,
    prefillChunk: { maxTokens: batchTokens, firstTokens: 4, multipleOf: 1, targetMs: 150 },
    get readIds() {
      return log.ids;
    },
    reset: () =>
      log.resetting(async () => {
        await act("kv_clear", { _name: "kvcc_req" });
      }),
    prefill: read,
    decode: (id, choice) => read([id], choice),
    topTokens: async (count) => {
      const { tokens, probs } = await act("get_logits", { _name: "glog_req", top_k: count });
      return (tokens as number[]).map((id, i) => ({ id, logProbability: Math.log((probs as number[])[i] ?? 0) }));
    },
  };
}

async function writeGguf(
  plan: GgufPlan,
  readShard: LlamaCppModel["readShard"],
  file: Uint8Array,
  onProgress: (progress: LoadProgress) => void,
): Promise<void> {
  file.set(plan.head);
  const totalBytes = plan.shards.reduce((sum, shard) => sum + shard.byteLength, 0);
  let bytesDone = 0;
  for (const shard of plan.shards) {
    await writeGgufShard(shard, readShard(shard.file), file);
    bytesDone += shard.byteLength;
    onProgress({ phase: "weights", fraction: bytesDone / totalBytes });
  }
}

/** Runs actions; what fails in any way becomes an EngineError. Its own words are kept as cause only: they may hold anything. */
function guarded(llamaCpp: LlamaCpp) {
  return async (code: EngineErrorCode, action: string, message: GlueMessage): Promise<GlueMessage> => {
    let result: GlueMessage | undefined;
    let cause: unknown;
    try {
      result = await llamaCpp.call(action, message);
    } catch (error) {
      cause = error;
    }
    if (result?.success === true) return result;
    const what = code === "load-failed" ? "The model could not be loaded on the CPU" : "The model stopped";
    throw new EngineError(code, `${what}. Load it again; if that does not help, close other tabs or reload the page.`, {
      retryable: true,
      ...(cause === undefined ? {} : { cause }),
    });
  };
}
