import { CheckpointError } from "../errors";
import type { ModelShape } from "../models/variant-card";

/** Largest count in a shape: far above any Llama (vocabulary 128,256), and products of two of them still count exactly. */
const MAX_COUNT = 1 << 22;

const COUNTS = ["hiddenSize", "intermediateSize", "layers", "heads", "kvHeads", "headDim", "vocabSize"] as const;

/** Throws CheckpointError "bad-header" unless the numbers are possible and fit each other; `place` is where they stood. */
export function checkShape(shape: ModelShape, file: string, place: string): void {
  const fail = (problem: string): never => {
    const advice = "The file is damaged, or is not a Llama model's.";
    throw new CheckpointError("bad-header", { file, place, problem, advice });
  };
  for (const name of COUNTS) {
    const value = shape[name];
    if (!Number.isInteger(value) || value < 1 || value > MAX_COUNT) fail(`${name} is ${value}, not a possible count`);
  }
  if (shape.heads % shape.kvHeads !== 0) {
    fail(`${shape.heads} attention heads cannot share ${shape.kvHeads} key-value heads`);
  }
  if (shape.headDim % 2 !== 0) fail(`heads of ${shape.headDim} values cannot be rotated in pairs`);
  if (!(shape.normEps > 0 && shape.normEps < 1)) fail(`the norm's epsilon is ${shape.normEps}`);
  if (!(shape.ropeTheta > 0 && shape.ropeTheta < Infinity)) fail(`the RoPE theta is ${shape.ropeTheta}`);
}
