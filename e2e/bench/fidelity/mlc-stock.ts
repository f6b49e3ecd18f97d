const groupValues = 32;

/**
 * Sum of squared errors of MLC's own 4-bit rule, over whole groups of 32: symmetric, 15 levels, scale = max|w| / 7. The scale is not
 * rounded here; MLC keeps it in the model's dtype. model-config/reference/golden_best.py has the same rule in numpy.
 */
export function stockSquaredError(values: Float32Array): number {
  let sum = 0;
  for (let start = 0; start < values.length; start += groupValues) {
    const group = values.subarray(start, start + groupValues);
    const scale = group.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 7;
    if (scale === 0) continue;
    for (const value of group) {
      const level = Math.min(Math.max(Math.round(value / scale) + 7, 0), 14);
      sum += ((level - 7) * scale - value) ** 2;
    }
  }
  return sum;
}
