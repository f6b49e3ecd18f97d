/** Longest code that deflate allows, in bits. */
const MAX_CODE_BITS = 15;
/** Bits that index a table's first level, and those that index a second level. */
const PRIMARY_BITS = 10;
const SECONDARY_BITS = MAX_CODE_BITS - PRIMARY_BITS;
const PRIMARY_SIZE = 1 << PRIMARY_BITS;
const SECONDARY_SIZE = 1 << SECONDARY_BITS;
/** Every second level holds at least two of at most 288 codes. The last one says that a code has no meaning. */
const LAST_SECONDARY = PRIMARY_SIZE + 144 * SECONDARY_SIZE;

/**
 * A decoding table, indexed by the next 10 bits of the stream. An entry holds, from the lowest bit: the length of its code (4
 * bits), how many extra bits follow (4), its kind (2), and its value. A link stands where codes are longer: its value is where
 * their second level starts, which is indexed by the next 5 bits.
 */
export type HuffmanTable = Int32Array<ArrayBuffer>;

export const LITERAL = 0 << 8;
/** A length of a match, or a distance: the value is the base to which the extra bits are added. */
export const BASE = 1 << 8;
export const END_OF_BLOCK = 2 << 8;
const LINK = 3 << 8;
const KIND_MASK = 3 << 8;
const VALUE_SHIFT = 10;
/** A link to links: no code starts with these bits, or its symbol means nothing. */
export const INVALID = (LAST_SECONDARY << VALUE_SHIFT) | LINK;

/** How the hot loops read an entry. */
export const ENTRY = {
  LINK,
  KIND_MASK,
  VALUE_SHIFT,
  PRIMARY_BITS,
  PRIMARY_MASK: PRIMARY_SIZE - 1,
  SECONDARY_MASK: SECONDARY_SIZE - 1,
} as const;

export function newHuffmanTable(): HuffmanTable {
  return new Int32Array(LAST_SECONDARY + SECONDARY_SIZE).fill(INVALID);
}

/**
 * Fills `table` for the canonical code in which symbol i has `lengths[i]` bits (0: none) and means `meanings[i]`, an entry
 * without its code's length. Returns what is wrong with the code, or undefined. As in zlib, a code must be complete, unless it
 * has no symbol, or one of one bit, and `mayBeIncomplete`.
 * Format: RFC 1951, 3.2.2.
 */
export function fillHuffmanTable(
  table: HuffmanTable,
  lengths: Uint8Array,
  meanings: Int32Array,
  mayBeIncomplete: boolean,
): string | undefined {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  let free = 1;
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    free = 2 * free - (counts[length] ?? 0);
    if (free < 0) return "a Huffman code has too many symbols";
  }
  const hasLongCodes = counts.subarray(2).some((count) => count > 0);
  if (free > 0 && (hasLongCodes || !mayBeIncomplete)) return "a Huffman code is incomplete";

  const next = new Uint16Array(MAX_CODE_BITS + 1);
  for (let length = 2; length <= MAX_CODE_BITS; length++) {
    next[length] = 2 * ((next[length - 1] ?? 0) + (counts[length - 1] ?? 0));
  }
  table.fill(INVALID, 0, PRIMARY_SIZE);
  let freeSecondary = PRIMARY_SIZE;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    const bits = reversed(code, length);
    const entry = (meanings[symbol] ?? INVALID) | length;
    if (length <= PRIMARY_BITS) {
      for (let at = bits; at < PRIMARY_SIZE; at += 1 << length) table[at] = entry;
      continue;
    }
    const start = bits & ENTRY.PRIMARY_MASK;
    if (table[start] === INVALID) {
      table[start] = (freeSecondary << VALUE_SHIFT) | LINK;
      freeSecondary += SECONDARY_SIZE;
    }
    const secondary = (table[start] ?? INVALID) >> VALUE_SHIFT;
    const step = 1 << (length - PRIMARY_BITS);
    for (let at = bits >> PRIMARY_BITS; at < SECONDARY_SIZE; at += step) table[secondary + at] = entry;
  }
  return undefined;
}

/** A code's bits in the order in which the stream holds them. */
function reversed(code: number, length: number): number {
  let result = 0;
  for (let rest = code, i = 0; i < length; i++, rest >>= 1) result = (result << 1) | (rest & 1);
  return result;
}
