import type { Sampling } from "./sampling";
import { uniformAt } from "./uniform-at";

/**
 * The id that comes after `before`, as Hugging Face's `generate` finds it: repetition penalty, temperature, top-p, draw. The draw
 * depends on nothing but the arguments: the seed's number at the place of the new id decides it. Of equal logits the lowest
 * ids are preferred.
 *
 * @param logits float32 [vocabulary], after `before` was read; left as they are.
 * @param before all ids so far, those of the prompt and those of the answer.
 */
export function sampleToken(logits: Float32Array, sampling: Sampling, before: readonly number[]): number {
  const { temperature, topP, repetitionPenalty, seed } = sampling;
  const scores = penalize(logits, repetitionPenalty, before);
  const best = largest(scores);
  if (temperature === 0) return best;
  const weights = boltzmannWeights(scores, scores[best] ?? 0, temperature);
  if (topP < 1) keepNucleus(weights, topP);
  return draw(weights, uniformAt(seed, before.length));
}

function penalize(logits: Float32Array, penalty: number, before: readonly number[]): Float32Array {
  if (penalty === 1) return logits;
  const scores = logits.slice();
  for (const id of new Set(before)) {
    const score = scores[id] ?? 0;
    scores[id] = score < 0 ? score * penalty : score / penalty;
  }
  return scores;
}

/** The lowest index of the largest score. */
function largest(scores: Float32Array): number {
  let best = 0;
  for (let id = 1; id < scores.length; id++) {
    if ((scores[id] ?? 0) > (scores[best] ?? 0)) best = id;
  }
  return best;
}

// Vocabularies hold up to 128,256 ids: by index, these loops take a seventh of the time that array methods take.

/** What the ids' probabilities are in proportion to; 1 for the best. */
function boltzmannWeights(scores: Float32Array, best: number, temperature: number): Float64Array {
  const weights = new Float64Array(scores.length);
  for (let id = 0; id < scores.length; id++) weights[id] = Math.exp(((scores[id] ?? 0) - best) / temperature);
  return weights;
}

/** Makes 0 of all weights but the fewest largest that have the share `topP` of all. */
function keepNucleus(weights: Float64Array, topP: number): void {
  const total = sum(weights);
  // All weights below this together are less than what is left out: the nucleus lies above, and few have to be sorted.
  const floor = ((1 - topP) * total) / weights.length;
  const ranked: { id: number; weight: number }[] = [];
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] ?? 0;
    if (weight >= floor) ranked.push({ id, weight });
  }
  ranked.sort((a, b) => b.weight - a.weight);
  weights.fill(0);
  let mass = 0;
  for (const { id, weight } of ranked) {
    weights[id] = weight;
    mass += weight;
    if (mass >= topP * total) return;
  }
}

/** The index at which the sum of the weights passes the share `uniform`, in [0, 1), of them all. */
function draw(weights: Float64Array, uniform: number): number {
  let left = uniform * sum(weights);
  let last = 0;
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] ?? 0;
    if (weight > 0) last = id;
    left -= weight;
    if (left < 0) return id;
  }
  // Rounding may leave nothing to pass: then it is the last one's.
  return last;
}

function sum(weights: Float64Array): number {
  let total = 0;
  for (const weight of weights) total += weight;
  return total;
}
