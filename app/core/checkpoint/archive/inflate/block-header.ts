import type { BitReader } from "./bit-reader";
import { ENTRY, fillHuffmanTable, newHuffmanTable } from "./huffman-table";
import { CODE_LENGTH_ORDER, CODE_LENGTH_SYMBOLS } from "./symbols";

/** Lengths of a block's two codes, by symbol. */
export interface CodeLengths {
  literals: Uint8Array;
  distances: Uint8Array;
}

/** No block's header is longer: 17 bits, 19 lengths of 3 bits, and 316 codes of 14. */
export const MAX_HEADER_BYTES = 1 << 10;

export const FIXED_LENGTHS: CodeLengths = {
  literals: Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
  distances: new Uint8Array(32).fill(5),
};

const END_OF_BLOCK_SYMBOL = 256;

/** Reads the lengths of a block's own codes; returns what is wrong with them, as a clause, if anything is. RFC 1951, 3.2.7. */
export function readCodeLengths(bits: BitReader): CodeLengths | string {
  const literals = bits.read(5) + 257;
  const distances = bits.read(5) + 1;
  const own = new Uint8Array(CODE_LENGTH_SYMBOLS.length);
  for (const symbol of CODE_LENGTH_ORDER.slice(0, bits.read(4) + 4)) own[symbol] = bits.read(3);
  if (literals > 286 || distances > 30) return "a block has too many codes";
  const table = newHuffmanTable();
  const problem = fillHuffmanTable(table, own, CODE_LENGTH_SYMBOLS, false);
  if (problem !== undefined) return problem;

  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length;) {
    const entry = table[bits.peek(ENTRY.PRIMARY_BITS)] ?? 0;
    bits.bit += entry & 15;
    const symbol = entry >>> ENTRY.VALUE_SHIFT;
    const [value, count] = symbol < 16 ? [symbol, 1] : repetition(symbol, lengths[i - 1], bits);
    if (value === undefined || i + count > lengths.length) return "a length of a code is repeated where it cannot be";
    lengths.fill(value, i, i + count);
    i += count;
  }
  if (lengths[END_OF_BLOCK_SYMBOL] === 0) return "a block has no end";
  return { literals: lengths.subarray(0, literals), distances: lengths.subarray(literals) };
}

function repetition(symbol: number, last: number | undefined, bits: BitReader): [number | undefined, number] {
  if (symbol === 16) return [last, 3 + bits.read(2)];
  return [0, symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7)];
}
