import type { GlueMessage } from "@wllama/wllama/src/glue/glue";
import { beforeAll, describe, expect, it } from "vitest";
import { SMALL_SHAPE } from "../../core/checkpoint/testing/shapes";
import { assembleGguf, convertTiny } from "../../core/gguf/testing/converted-model";
import { sampleToken } from "../../core/sampling/sample-token";
import { attentionSettings } from "./attention-settings";
import { greedySampler, readLogits } from "./read-logits";
import { startLlamaCpp } from "./start-llama-cpp";

const { vocabSize } = SMALL_SHAPE;
const prompts = [1, 2, 3, 4].map((salt) => Array.from({ length: 12 }, (_, i) => (salt * 37 + i * i * 11) % vocabSize));
const greedy = { temperature: 0, topP: 1, seed: 0 };

let act: (action: string, message: GlueMessage) => Promise<GlueMessage>;
beforeAll(async () => {
  const { file } = await assembleGguf(await convertTiny(SMALL_SHAPE));
  const llamaCpp = await startLlamaCpp(1);
  llamaCpp.createFile("/model.gguf", file.byteLength)().set(file);
  act = async (action, message) => {
    const result = await llamaCpp.call(action, message);
    if (result?.success !== true) throw new Error(`${action} failed`);
    return result;
  };
  await act("load", {
    _name: "load_req",
    model_paths: ["/model.gguf"],
    n_ctx_auto: false,
    use_mmap: true,
    use_mlock: false,
    n_gpu_layers: 0,
    seed: 0,
    n_ctx: 256,
    n_threads: 1,
    n_batch: 64,
    ...attentionSettings,
  });
  await act("sampling_init", greedySampler);
});

async function read(ids: readonly number[]): Promise<void> {
  await act("kv_clear", { _name: "kvcc_req" });
  await act("decode", { _name: "deco_req", tokens: [...ids], skip_logits: false });
}

/** What llama.cpp's own sampler takes, with its own repetition penalty. */
async function ownChoice(sampler: GlueMessage): Promise<number> {
  await act("sampling_init", sampler);
  const { token } = await act("sampling_sample", { _name: "ssam_req" });
  await act("sampling_init", greedySampler);
  return token as number;
}

describe("readLogits", () => {
  it("has differences as probabilities tell them, and the same ones with the level", async () => {
    for (const ids of prompts) {
      await read(ids);
      const [without, logits] = [await readLogits(act, false), await readLogits(act, true)];
      expect(logits).toHaveLength(vocabSize);
      const { tokens, probs } = await act("get_logits", { _name: "glog_req", top_k: -1 });
      const [best = 0] = tokens as number[];
      for (const [place, id] of (tokens as number[]).entries()) {
        const difference = Math.log(((probs as number[])[place] ?? 0) / ((probs as number[])[0] ?? 0));
        expect((logits[id] ?? 0) - (logits[best] ?? 0)).toBeCloseTo(difference, 4);
        expect((without[id] ?? 0) - (without[best] ?? 0)).toBeCloseTo(difference, 4);
      }
    }
  });

  it("has the level by which llama.cpp penalizes", async () => {
    const choices = new Set<number>();
    for (const ids of prompts) {
      await read(ids);
      const logits = await readLogits(act, true);
      // The likeliest ids are penalized, so that the penalty decides which of them is taken.
      const likeliest = [...logits.keys()].toSorted((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
      for (const count of [1, 5, 40]) {
        for (const repetitionPenalty of [1.05, 1.2, 1.5, 3, 20]) {
          const seen = likeliest.slice(0, count);
          const own = await ownChoice({
            ...greedySampler,
            tokens: seen,
            penalty_last_n: count,
            penalty_repeat: repetitionPenalty,
          });
          expect(sampleToken(logits, { ...greedy, repetitionPenalty }, seen)).toBe(own);
          choices.add(own);
        }
      }
    }
    expect(choices.size).toBeGreaterThan(2 * prompts.length);
  });

  it("has the level to a thousandth", async () => {
    for (const ids of prompts) {
      await read(ids);
      const logits = await readLogits(act, true);
      const [best = 0, rival = 0, ...others] = [...logits.keys()].toSorted(
        (a, b) => (logits[b] ?? 0) - (logits[a] ?? 0),
      );
      // Under this penalty, what is above 0 becomes next to 0, and what is below 0 falls below the rival.
      const isAbove = async (threshold: number) =>
        (await ownChoice({
          ...greedySampler,
          logit_bias_toks: [best, rival, ...others],
          logit_bias_vals: [-threshold, -100, ...others.map(() => -1000)],
          tokens: [best],
          penalty_last_n: 1,
          penalty_repeat: 2 ** 64,
        })) === best;
      const logit = logits[best] ?? 0;
      expect([await isAbove(logit - 0.001), await isAbove(logit + 0.001)]).toEqual([true, false]);
    }
  });

  it("leaves the sampler as it was", async () => {
    for (const ids of prompts) {
      await read(ids);
      const logits = await readLogits(act, true);
      const { token } = await act("sampling_sample", { _name: "ssam_req" });
      expect(token).toBe(sampleToken(logits, { ...greedy, repetitionPenalty: 1 }, ids));
    }
  });
});
