import type { Q4Matrix, RowProblem } from "./quantize-q4g32";

/** Bytes of a ggml Q4_0 block: scale (half), then 16 bytes with values 0 to 15 low and 16 to 31 high. */
const BLOCK_BYTES = 18;
/** Two blocks in uint32 words: as many values as one word of scales covers. */
const PAIR_WORDS = (2 * BLOCK_BYTES) / 4;
/** Words of nibbles in a q4g32 row for each word of scales: 64 values. */
const PAIR_NIBBLE_WORDS = 8;

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

/** uint32 words that a row of Q4_0 blocks takes; `columns` is a multiple of 64, as a block is no whole number of words. */
export function q40RowWords(columns: number): number {
  return (columns / 64) * PAIR_WORDS;
}

/**
 * Writes row `row` of a q4g32 matrix as ggml Q4_0 blocks to `blocks[start]` on: the inverse of {@link repackQ40Row}. Words are
 * little-endian, as the host must be.
 */
export function packQ40Row(
  { columns, weight, scale }: Q4Matrix,
  row: number,
  blocks: Uint32Array,
  start: number,
): void {
  const pairs = columns / 64;
  const firstPair = row * pairs;
  for (let pair = 0; pair < pairs; pair++) {
    const from = (firstPair + pair) * PAIR_NIBBLE_WORDS;
    const to = start + pair * PAIR_WORDS;
    const scales = scale[firstPair + pair] ?? 0;
    // First block: its half scale, then four words of nibbles, all half a word late.
    const a0 = weight[from] ?? 0;
    const a1 = weight[from + 1] ?? 0;
    const a2 = weight[from + 2] ?? 0;
    const a3 = weight[from + 3] ?? 0;
    const w0 = zipNibbles(a0, a2);
    const w1 = zipNibbles(a0 >>> 16, a2 >>> 16);
    const w2 = zipNibbles(a1, a3);
    const w3 = zipNibbles(a1 >>> 16, a3 >>> 16);
    blocks[to] = (scales & 0xffff) | (w0 << 16);
    blocks[to + 1] = (w0 >>> 16) | (w1 << 16);
    blocks[to + 2] = (w1 >>> 16) | (w2 << 16);
    blocks[to + 3] = (w2 >>> 16) | (w3 << 16);
    blocks[to + 4] = (w3 >>> 16) | (scales & 0xffff0000);
    // Second block: its nibbles fill whole words.
    const b0 = weight[from + 4] ?? 0;
    const b1 = weight[from + 5] ?? 0;
    const b2 = weight[from + 6] ?? 0;
    const b3 = weight[from + 7] ?? 0;
    blocks[to + 5] = zipNibbles(b0, b2);
    blocks[to + 6] = zipNibbles(b0 >>> 16, b2 >>> 16);
    blocks[to + 7] = zipNibbles(b1, b3);
    blocks[to + 8] = zipNibbles(b1 >>> 16, b3 >>> 16);
  }
}

/** The four lowest nibbles of `low` and of `high` in turns, lowest first: low 0, high 0, low 1, high 1, … */
function zipNibbles(low: number, high: number): number {
  const word = (low & 0xffff) | (high << 16);
  const bytes = (word ^ (word >>> 8)) & 0x0000ff00;
  const turned = word ^ bytes ^ (bytes << 8);
  const nibbles = (turned ^ (turned >>> 4)) & 0x00f000f0;
  return turned ^ nibbles ^ (nibbles << 4);
}
