import type { GlueMessage } from "@wllama/wllama/src/glue/glue";
import { EngineError } from "../../core/errors";

/** Runs one of wllama's actions; see its cpp/actions.hpp. */
type Act = (action: string, message: GlueMessage) => Promise<GlueMessage>;

/** The sampler that takes the likeliest token; what `sampling_init` is told. */
export const greedySampler: GlueMessage = { _name: "sint_req", temp: 0, top_k: 1 };

/** wllama computes exponentials of logits in float32: beyond these limits they would be nothing or infinite. */
const logitLimit = 128;
const logitResolution = 2 ** -12;

/**
 * The logits after what was read last, float32 [vocabulary]. wllama tells only probabilities, by which logits are known but for a
 * number that is the same for all, their level; it is 0 here unless it is needed.
 */
export async function readLogits(act: Act, needsLevel: boolean): Promise<Float32Array> {
  const { tokens, probs } = await act("get_logits", { _name: "glog_req", top_k: -1 });
  const [ids, probabilities] = [tokens as number[], probs as number[]];
  const [best = 0, rival = 0] = ids;
  const bestProbability = probabilities[0] ?? Number.NaN;
  if (!(bestProbability > 0)) {
    throw new EngineError("generate-failed", "The model computed numbers out of all bounds. Load it again.", {
      retryable: true,
    });
  }
  const level = needsLevel ? (await measureLogit(act, best, rival)) - Math.log(bestProbability) : 0;
  const logits = new Float32Array(ids.length);
  for (const [place, id] of ids.entries()) logits[id] = Math.log(probabilities[place] ?? 0) + level;
  return logits;
}

/**
 * A token's logit, by halving the interval that it must lie in. Each step asks llama.cpp's sampler whether the logit is above the
 * middle: a bias subtracts the middle, a minute repetition penalty makes what then is positive larger than anything, what is
 * not nothing, and a rival is sure to be taken in the latter case.
 */
async function measureLogit(act: Act, id: number, rival: number): Promise<number> {
  const isAbove = async (threshold: number): Promise<boolean> => {
    await act("sampling_init", {
      ...greedySampler,
      logit_bias_toks: [id, rival],
      logit_bias_vals: [-threshold, 1000],
      tokens: [id],
      penalty_last_n: 1,
      penalty_repeat: 2 ** -64,
    });
    const { token } = await act("sampling_sample", { _name: "ssam_req" });
    return token === id;
  };
  let [low, high] = [-logitLimit, logitLimit];
  try {
    while (high - low > logitResolution) {
      const middle = (low + high) / 2;
      if (await isAbove(middle)) low = middle;
      else high = middle;
    }
  } finally {
    await act("sampling_init", greedySampler);
  }
  return (low + high) / 2;
}
