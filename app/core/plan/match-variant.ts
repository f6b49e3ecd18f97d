import { CheckpointError } from "../errors";
import type { ModelShape, VariantCard } from "../models/variant-card";

const EXACT = [
  "hiddenSize",
  "intermediateSize",
  "layers",
  "heads",
  "kvHeads",
  "headDim",
  "vocabSize",
  "tiedEmbeddings",
] as const;

/**
 * The card whose compiled libraries fit a checkpoint. Counts must be equal; epsilon and theta are compared after rounding to
 * float32, in which GGUF keeps them. Throws CheckpointError "no-library" naming the shape found and the models supported.
 */
export function matchVariant(shape: ModelShape, cards: readonly VariantCard[], label = "This checkpoint"): VariantCard {
  const card = cards.find((candidate) => sameShape(shape, candidate.shape));
  if (card !== undefined) return card;
  const names = cards.filter(({ role }) => role !== "test").map(({ name }) => name);
  throw new CheckpointError("no-library", {
    file: label,
    problem: `no compiled library fits this model (${describe(shape)})`,
    advice: `Supported are: ${names.join(", ")}.`,
  });
}

function sameShape(a: ModelShape, b: ModelShape): boolean {
  return (
    EXACT.every((key) => a[key] === b[key]) &&
    Math.fround(a.normEps) === Math.fround(b.normEps) &&
    Math.fround(a.ropeTheta) === Math.fround(b.ropeTheta)
  );
}

function describe(shape: ModelShape): string {
  const tied = shape.tiedEmbeddings ? "tied" : "separate";
  return (
    `hidden size ${shape.hiddenSize}, feed-forward ${shape.intermediateSize}, ${shape.layers} layers, ` +
    `${shape.heads} heads of ${shape.headDim}, ${shape.kvHeads} key-value heads, vocabulary ${shape.vocabSize}, ` +
    `${tied} output embeddings, epsilon ${Number(shape.normEps.toPrecision(6))}, RoPE theta ${shape.ropeTheta}`
  );
}
