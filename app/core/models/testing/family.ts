import { cardOf } from "../../checkpoint/testing/shapes";
import type { VariantCard } from "../variant-card";

const llama7b = {
  ...{ hiddenSize: 4096, intermediateSize: 11008, layers: 32, heads: 32, kvHeads: 32, headDim: 128 },
  ...{ vocabSize: 32000, tiedEmbeddings: false, normEps: 1e-6, ropeTheta: 10000 },
};

/** The shapes of the Asclepius family, as their base models publish them, with the context each was made for. */
export const familyCards = {
  llama7b: familyCard("LLaMA 7B", llama7b, 2048),
  llama13b: familyCard(
    "LLaMA 13B",
    { ...llama7b, hiddenSize: 5120, intermediateSize: 13824, layers: 40, heads: 40, kvHeads: 40 },
    2048,
  ),
  llama3x8b: familyCard(
    "Llama 3 8B",
    { ...llama7b, intermediateSize: 14336, kvHeads: 8, vocabSize: 128256, normEps: 1e-5, ropeTheta: 500000 },
    8192,
  ),
  mistral7b: familyCard(
    "Mistral 7B v0.3",
    { ...llama7b, intermediateSize: 14336, kvHeads: 8, vocabSize: 32768, normEps: 1e-5, ropeTheta: 1000000 },
    32768,
  ),
};

function familyCard(name: string, shape: VariantCard["shape"], defaultContextTokens: number): VariantCard {
  return { ...cardOf(shape), name, role: "asclepius", defaultContextTokens, contextTokens: defaultContextTokens };
}
