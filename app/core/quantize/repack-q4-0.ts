import type { Q4Matrix, RowProblem } from "./quantize-q4g32";

/** Bytes of a ggml Q4_0 block: scale (half), then 16 bytes with values 0 to 15 low and 16 to 31 high. */
const BLOCK_BYTES = 18;

/**
 * Copies one row of ggml Q4_0 blocks, from `bytes[start]` on, into row `row` of a q4g32 matrix without loss: the same nibbles
 * and scales in another order. Returns what is wrong with the row, or undefined.
 */
export function repackQ40Row(bytes: Uint8Array, start: number, matrix: Q4Matrix, row: number): RowProblem | undefined {
  const { columns, weight, scale } = matrix;
  const groups = columns / 32;
  const firstWord = (row * columns) / 8;
  const firstScale = (row * columns) / 64;
  for (let group = 0; group < groups; group++) {
    const block = start + group * BLOCK_BYTES;
    const half = (bytes[block] ?? 0) | ((bytes[block + 1] ?? 0) << 8);
    if ((half & 0x7c00) === 0x7c00) return "not-finite";
    for (let part = 0; part < 2; part++) {
      let low = 0;
      let high = 0;
      for (let k = 0; k < 8; k++) {
        const pair = bytes[block + 2 + part * 8 + k] ?? 0;
        low |= (pair & 15) << (4 * k);
        high |= (pair >> 4) << (4 * k);
      }
      weight[firstWord + group * 4 + part] = low;
      weight[firstWord + group * 4 + 2 + part] = high;
    }
    const word = firstScale + (group >> 1);
    scale[word] = group % 2 === 0 ? half : (scale[word] ?? 0) | (half << 16);
  }
  return undefined;
}
