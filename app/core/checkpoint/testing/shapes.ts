import type { ModelShape, VariantCard } from "../../models/variant-card";

/** As small as headers can be: for tests that open a file thousands of times. Too narrow to be converted. */
export const SMALLEST_SHAPE: ModelShape = {
  hiddenSize: 8,
  intermediateSize: 8,
  layers: 1,
  heads: 2,
  kvHeads: 1,
  headDim: 4,
  vocabSize: 6,
  tiedEmbeddings: false,
  normEps: 1e-5,
  ropeTheta: 10000,
};

/** Small, but it can be converted: two layers, grouped heads, rows of 128 and 192 values. */
export const SMALL_SHAPE: ModelShape = {
  hiddenSize: 128,
  intermediateSize: 192,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 32,
  vocabSize: 300,
  tiedEmbeddings: false,
  normEps: 1e-5,
  ropeTheta: 10000,
};

export function cardOf(shape: ModelShape): VariantCard {
  return {
    id: "small",
    name: "Small test Llama",
    role: "demo",
    clinical: false,
    architecture: "llama",
    shape,
    contextTokens: 4096,
    defaultContextTokens: 2048,
    prefillChunkTokens: 512,
    prompt: { segments: [{ content: true }], stopTokens: ["</s>"] },
    builds: ["f32"],
  };
}
