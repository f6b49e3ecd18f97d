import { floatToHalf } from "../checkpoint/half";

/** Values that share one scale. */
const GROUP_SIZE = 32;

/** One q4g32 matrix being filled; see {@link quantizeRow} for the layout. */
export interface Q4Matrix {
  /** Values in a row; a multiple of 64, so that a row's scales fill whole words. */
  columns: number;
  /** uint32 [rows, columns / 8]. */
  weight: Uint32Array;
  /** uint32 [rows, columns / 64]. */
  scale: Uint32Array;
}

/** Why a row could not be quantized. */
export type RowProblem = "not-finite" | "scale-too-large";

/**
 * Quantizes `matrix.columns` float32 values from `values[start]` on into row `row` of the matrix, by ggml's Q4_0 rule, bit
 * for bit as gguf-py's `quants.Q4_0` computes it in float32: a group's scale is its value of largest magnitude (the first, of
 * several) divided by -8, kept as a half; a nibble is trunc(value / scale + 8.5), at most 15; value = (nibble - 8) * scale.
 *
 * Layout: word w of a row holds the nibbles of columns 8w to 8w + 7, lowest first; scale word s holds the halves of groups
 * 2s (low 16 bits) and 2s + 1. Returns what is wrong with the row, or undefined.
 */
export function quantizeRow(
  values: Float32Array,
  start: number,
  matrix: Q4Matrix,
  row: number,
): RowProblem | undefined {
  const { columns, weight, scale } = matrix;
  let wordAt = (row * columns) / 8;
  let scaleAt = (row * columns) / 64;
  let lowHalf = 0;
  for (let group = 0; group < columns; group += GROUP_SIZE) {
    const from = start + group;
    let extreme = values[from] ?? 0;
    let largest = Math.abs(extreme);
    if (Number.isNaN(largest)) return "not-finite";
    for (let i = from + 1; i < from + GROUP_SIZE; i++) {
      const value = values[i] ?? 0;
      const magnitude = Math.abs(value);
      if (magnitude > largest) {
        largest = magnitude;
        extreme = value;
      } else if (Number.isNaN(magnitude)) return "not-finite";
    }
    if (largest === Infinity) return "not-finite";

    // Every product and sum is rounded to float32 as numpy does; a double holds each exactly before that.
    const step = Math.fround(extreme / -8);
    const inverse = step === 0 ? 0 : Math.fround(1 / step);
    const half = floatToHalf(step);
    if ((half & 0x7c00) === 0x7c00) return "scale-too-large";

    for (let i = from; i < from + GROUP_SIZE; i += 8) {
      let word = 0;
      for (let k = 0; k < 8; k++) {
        const level = Math.fround(Math.fround((values[i + k] ?? 0) * inverse) + 8.5) | 0;
        word |= (level > 15 ? 15 : level) << (4 * k);
      }
      weight[wordAt++] = word;
    }
    if (group % 64 === 0) lowHalf = half;
    else scale[scaleAt++] = lowHalf | (half << 16);
  }
  return undefined;
}
