import type { Pair } from "./pair";

export interface LogitComparison {
  /** Length of the difference against length of the source's logits. */
  relativeError: number;
  cosine: number;
}

/** Compares logits [tokens, vocabSize] after taking off each token's mean, which probabilities do not depend on. */
export function compareLogits({ source, stored }: Pair<Float32Array>, vocabSize: number): LogitComparison {
  let squaredError = 0;
  let squaredSource = 0;
  let squaredStored = 0;
  let product = 0;
  for (let start = 0; start < source.length; start += vocabSize) {
    const sourceMean = mean(source.subarray(start, start + vocabSize));
    const storedMean = mean(stored.subarray(start, start + vocabSize));
    for (let i = start; i < start + vocabSize; i++) {
      const a = (source[i] ?? 0) - sourceMean;
      const b = (stored[i] ?? 0) - storedMean;
      squaredError += (b - a) ** 2;
      squaredSource += a ** 2;
      squaredStored += b ** 2;
      product += a * b;
    }
  }
  // A model whose head is all zeros says nothing, and so does its copy.
  if (squaredError === 0) return { relativeError: 0, cosine: 1 };
  return {
    relativeError: Math.sqrt(squaredError / squaredSource),
    cosine: product / Math.sqrt(squaredSource * squaredStored),
  };
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
