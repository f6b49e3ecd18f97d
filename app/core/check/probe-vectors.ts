/** How many probes a matrix is multiplied with. With four tokens they make the eight vectors that a packer takes at once. */
export const PROBES = 4;

/**
 * Vectors of pseudo-random signs, float32 [PROBES, columns], always the same. The squared length of a row's products with them
 * is on average PROBES times that of the row, whatever is in it: they see every column alike, which activations do not. Where
 * columns differ in importance, a sign has the square root of that for its size, but no more than the mean of these: else where
 * one input is massive, a row's products would be those of a single weight, which may be lost in rounding.
 */
export function probeVectors(columns: number, importance: Float32Array | undefined): Float32Array {
  const vectors = new Float32Array(PROBES * columns);
  const sizes = importance?.map(Math.sqrt);
  const largest = (sizes?.reduce((sum, size) => sum + size, 0) ?? 0) / columns;
  for (let column = 0; column < columns; column++) {
    const bits = scramble(column + 1);
    const size = sizes === undefined ? 1 : Math.min(sizes[column] ?? 0, largest);
    for (let probe = 0; probe < PROBES; probe++) {
      vectors[probe * columns + column] = (bits >>> probe) & 1 ? size : -size;
    }
  }
  return vectors;
}

/** The finalizer of MurmurHash3: every bit of the result depends on every bit of the integer. */
function scramble(integer: number): number {
  let bits = integer;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
