/** Half floats that a ggml Q4_0 block takes: its scale, then 16 bytes with values 0 to 15 low and 16 to 31 high. */
const BLOCK_HALVES = 9;
/** Two blocks in uint32 words, and the words of their nibbles in a q4g32 row. */
const PAIR_WORDS = BLOCK_HALVES;
const PAIR_NIBBLE_WORDS = 8;
/** Values that share a scale. */
const GROUP_VALUES = 32;

/** uint32 words that a row of Q4_0 blocks takes; `columns` is a multiple of 64, as a block is no whole number of words. */
export function q40RowWords(columns: number): number {
  return (columns / (2 * GROUP_VALUES)) * PAIR_WORDS;
}

/**
 * Writes the nibbles of a q4g32 row, a word for 8 values, to their places in Q4_0 blocks from word `blocks[start]` on, with
 * zero scales: {@link packQ40Scales} comes after. Together they undo what a row packer does with Q4_0. Words are
 * little-endian, as the host must be.
 */
export function packQ40Nibbles(weight: Uint32Array, blocks: Uint32Array, start: number): void {
  for (let from = 0, to = start; from < weight.length; from += PAIR_NIBBLE_WORDS, to += PAIR_WORDS) {
    // First block: room for its scale, half a word, then four words of nibbles.
    const a0 = weight[from] ?? 0;
    const a1 = weight[from + 1] ?? 0;
    const a2 = weight[from + 2] ?? 0;
    const a3 = weight[from + 3] ?? 0;
    const w0 = zipNibbles(a0, a2);
    const w1 = zipNibbles(a0 >>> 16, a2 >>> 16);
    const w2 = zipNibbles(a1, a3);
    const w3 = zipNibbles(a1 >>> 16, a3 >>> 16);
    blocks[to] = w0 << 16;
    blocks[to + 1] = (w0 >>> 16) | (w1 << 16);
    blocks[to + 2] = (w1 >>> 16) | (w2 << 16);
    blocks[to + 3] = (w2 >>> 16) | (w3 << 16);
    blocks[to + 4] = w3 >>> 16;
    // Second block: the other half of that word is its scale, and its nibbles fill whole words.
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

/** Writes the scales of a q4g32 row, a half float for 32 values, to their places in Q4_0 blocks from half `blocks[start]` on. */
export function packQ40Scales(scale: Uint16Array, blocks: Uint16Array, start: number): void {
  for (let group = 0; group < scale.length; group++) blocks[start + group * BLOCK_HALVES] = scale[group] ?? 0;
}

/** The four lowest nibbles of `low` and of `high` in turns, lowest first: low 0, high 0, low 1, high 1, … */
function zipNibbles(low: number, high: number): number {
  const word = (low & 0xffff) | (high << 16);
  const bytes = (word ^ (word >>> 8)) & 0x0000ff00;
  const turned = word ^ bytes ^ (bytes << 8);
  const nibbles = (turned ^ (turned >>> 4)) & 0x00f000f0;
  return turned ^ nibbles ^ (nibbles << 4);
}
