/** Of logits that the reference has as `expected`, both one a token of the vocabulary; in parts of the reference's range. */
export function largestError(logits: readonly number[], expected: readonly number[]): number {
  if (logits.length !== expected.length)
    throw new Error(`${logits.length} logits, where ${expected.length} are expected`);
  // Math.max(...values) overflows the stack with the 128256 of Llama 3.
  const max = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -Infinity);
  const error = max(logits.map((logit, id) => Math.abs(logit - (expected[id] ?? Number.NaN))));
  return error / (max(expected) + max(expected.map((logit) => -logit)));
}
