/** Of logits that the reference has as `expected`, both one a token of the vocabulary; in parts of the reference's range. */
export function largestError(logits: readonly number[], expected: readonly number[]): number {
  if (logits.length !== expected.length)
    throw new Error(`${logits.length} logits, where ${expected.length} are expected`);
  const error = Math.max(...logits.map((logit, id) => Math.abs(logit - (expected[id] ?? Number.NaN))));
  return error / (Math.max(...expected) - Math.min(...expected));
}
