import { BASE, END_OF_BLOCK, ENTRY, INVALID, LITERAL } from "./huffman-table";

/** What the symbols of deflate's codes mean, as entries of a HuffmanTable. RFC 1951, 3.2.5 and 3.2.7. */

/** Bytes, the end of a block, and lengths of matches from 3 to 258; the last two symbols mean nothing. */
export const LITERAL_SYMBOLS = Int32Array.from({ length: 288 }, (_, symbol) => {
  if (symbol < 256) return LITERAL | (symbol << ENTRY.VALUE_SHIFT);
  if (symbol === 256) return END_OF_BLOCK;
  if (symbol === 285) return BASE | (258 << ENTRY.VALUE_SHIFT);
  return symbol > 285 ? INVALID : range(symbol - 257, 2, 3);
});

/** Distances from 1 to 32768; the last two symbols mean nothing. */
export const DISTANCE_SYMBOLS = Int32Array.from({ length: 32 }, (_, symbol) =>
  symbol > 29 ? INVALID : range(symbol, 1, 1),
);

/** The lengths of the other codes: 0 to 15 as they are, and three ways to repeat. */
export const CODE_LENGTH_SYMBOLS = Int32Array.from({ length: 19 }, (_, symbol) => symbol << ENTRY.VALUE_SHIFT);

/** The order in which a block gives the lengths of that code. */
export const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/**
 * Ranges of numbers from `first` on, 2^`groupBits` of each width: twice as many are of width 1, and every next group's ranges
 * are twice as wide.
 */
function range(index: number, groupBits: number, first: number): number {
  const group = index >> groupBits;
  const extraBits = Math.max(0, group - 1);
  const within = index - (extraBits << groupBits);
  return BASE | ((first + (within << extraBits)) << ENTRY.VALUE_SHIFT) | (extraBits << 4);
}
