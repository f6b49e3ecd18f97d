import { expect } from "@playwright/test";

/** Of logits that the reference has as `expected`, both one a token of the vocabulary; in parts of the reference's range. */
export function largestError(logits: readonly number[], expected: readonly number[]): number {
  expect(logits).toHaveLength(expected.length);
  const error = Math.max(...logits.map((logit, id) => Math.abs(logit - (expected[id] ?? Number.NaN))));
  return error / (Math.max(...expected) - Math.min(...expected));
}
