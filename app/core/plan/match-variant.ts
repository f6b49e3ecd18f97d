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

/** The cards that a checkpoint can be converted for. */
export interface VariantMatch {
  recognised: VariantCard;
  /** All cards whose tensors have these shapes, the recognised one among them: they differ in epsilon, theta or prompt. */
  candidates: VariantCard[];
}

/**
 * The card whose compiled libraries fit a checkpoint, and those that a user may choose in its place. Counts must be equal; epsilon
 * and theta are compared after rounding to float32, in which GGUF keeps them.
 * Throws CheckpointError "no-library" naming the shape found and the models supported.
 */
export function matchVariant(
  shape: ModelShape,
  cards: readonly VariantCard[],
  label = "This checkpoint",
): VariantMatch {
  const candidates = cards.filter((card) => sameTensors(shape, card.shape));
  const recognised = candidates.find((card) => sameNumbers(shape, card.shape));
  if (recognised !== undefined) return { recognised, candidates };
  const names = cards.filter(({ role }) => role !== "test").map(({ name }) => name);
  throw new CheckpointError("no-library", {
    file: label,
    problem: `no compiled library fits this model (${describe(shape)})`,
    advice: `Supported are: ${names.join(", ")}.`,
  });
}

function sameTensors(a: ModelShape, b: ModelShape): boolean {
  return EXACT.every((key) => a[key] === b[key]);
}

function sameNumbers(a: ModelShape, b: ModelShape): boolean {
  return Math.fround(a.normEps) === Math.fround(b.normEps) && Math.fround(a.ropeTheta) === Math.fround(b.ropeTheta);
}

function describe(shape: ModelShape): string {
  const tied = shape.tiedEmbeddings ? "tied" : "separate";
  return (
    `hidden size ${shape.hiddenSize}, feed-forward ${shape.intermediateSize}, ${shape.layers} layers, ` +
    `${shape.heads} heads of ${shape.headDim}, ${shape.kvHeads} key-value heads, vocabulary ${shape.vocabSize}, ` +
    `${tied} output embeddings, epsilon ${Number(shape.normEps.toPrecision(6))}, RoPE theta ${shape.ropeTheta}`
  );
}
