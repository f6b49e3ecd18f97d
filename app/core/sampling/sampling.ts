/** How tokens are drawn from a model's logits; the words and their order are those of Hugging Face's `generate`. */
export interface Sampling {
  /** Logits are divided by it. 0: the likeliest token is taken, and neither `topP` nor `seed` matters. */
  temperature: number;
  /** Above 0, at most 1: only the fewest likeliest tokens that together are at least so probable are drawn. 1: all are. */
  topP: number;
  /** Above 0. Logits of tokens that prompt and answer hold already are divided by it, or multiplied where negative. 1: none are. */
  repetitionPenalty: number;
  /** A whole number; its lowest 32 bits count. The same seed makes the same draws at the same places. */
  seed: number;
}

/** True where always the token of the largest logit is taken: engines find that one themselves, fastest. */
export function isGreedy({ temperature, repetitionPenalty }: Sampling): boolean {
  return temperature === 0 && repetitionPenalty === 1;
}
