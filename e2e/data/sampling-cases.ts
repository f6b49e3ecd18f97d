import tiny from "../../model-config/variants/tiny.json" with { type: "json" };

interface SamplingCase {
  name: string;
  /** One a token of the tiny model's vocabulary. */
  logits: number[];
  temperature: number;
  topP: number;
  /** Ids in the nucleus. */
  size: number;
}

/** Every id has another place in the order of probabilities, far from its place in the vocabulary. */
export const ranks = Array.from({ length: tiny.shape.vocabSize }, (_, id) => (id * 77) % tiny.shape.vocabSize);
const distinct = ranks.map((rank) => -0.05 * rank);
const inTiesOfEight = ranks.map((rank) => -0.4 * Math.floor(rank / 8));

export const samplingCases: SamplingCase[] = [
  { name: "the whole vocabulary", logits: distinct, temperature: 1, topP: 1, size: 320 },
  { name: "a small nucleus", logits: distinct, temperature: 1, topP: 0.1, size: 3 },
  { name: "a high temperature", logits: distinct, temperature: 2.5, topP: 0.95, size: 149 },
  { name: "a low temperature", logits: distinct, temperature: 0.2, topP: 0.9, size: 10 },
  // Of the second eight, seven reach 0.5.
  { name: "ties at the edge of the nucleus", logits: inTiesOfEight, temperature: 1, topP: 0.5, size: 15 },
];
