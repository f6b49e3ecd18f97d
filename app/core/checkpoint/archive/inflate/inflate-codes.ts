import { BASE, ENTRY, type HuffmanTable, LITERAL } from "./huffman-table";

const { LINK, KIND_MASK, VALUE_SHIFT, PRIMARY_BITS, PRIMARY_MASK, SECONDARY_MASK } = ENTRY;

/** Where decoding stands: both ends move as it goes. */
export interface InflatePosition {
  /** Next bit of the input, from its first byte's lowest on. */
  bit: number;
  /** End of what is written of the output. */
  out: number;
}

/** Bytes that may be held before the next bit is due. */
export const HELD_BYTES = 4;
/** Longest match: a round may write so many bytes. */
export const MAX_MATCH_BYTES = 258;

/**
 * Decodes literals and matches until the block ends (returns true), or until more than `inputLimit` bytes of the input are held
 * or `outLimit` bytes are written (returns false). The output must be 257 bytes longer than that limit; matches may reach back
 * to its start. Bytes beyond the input's end read as zeros. Returns what is wrong, as a clause, if anything is.
 * Format: RFC 1951, 3.2.3.
 */
export function inflateCodes(
  position: InflatePosition,
  input: Uint8Array,
  inputLimit: number,
  output: Uint8Array,
  outLimit: number,
  literals: HuffmanTable,
  distances: HuffmanTable,
): boolean | string {
  let next = position.bit >>> 3;
  let held = (input[next++] ?? 0) >>> (position.bit & 7);
  let bits = 8 - (position.bit & 7);
  let out = position.out;
  let result: boolean | string = false;
  // 15 bits hold any code or extra bits; a refill adds 16.
  while (out < outLimit && next < inputLimit) {
    if (bits < 15) {
      held |= ((input[next] ?? 0) | ((input[next + 1] ?? 0) << 8)) << bits;
      next += 2;
      bits += 16;
    }
    let entry = literals[held & PRIMARY_MASK] ?? LINK;
    if ((entry & KIND_MASK) === LINK) {
      entry = literals[(entry >> VALUE_SHIFT) + ((held >> PRIMARY_BITS) & SECONDARY_MASK)] ?? LINK;
    }
    held >>= entry & 15;
    bits -= entry & 15;
    if ((entry & KIND_MASK) === LITERAL) {
      output[out++] = entry >> VALUE_SHIFT;
      continue;
    }
    if ((entry & KIND_MASK) !== BASE) {
      result = (entry & KIND_MASK) === LINK ? "a code has no meaning" : true;
      break;
    }
    if (bits < 15) {
      held |= ((input[next] ?? 0) | ((input[next + 1] ?? 0) << 8)) << bits;
      next += 2;
      bits += 16;
    }
    let extra = (entry >> 4) & 15;
    const length = (entry >> VALUE_SHIFT) + (held & ((1 << extra) - 1));
    held >>= extra;
    bits -= extra;
    if (bits < 15) {
      held |= ((input[next] ?? 0) | ((input[next + 1] ?? 0) << 8)) << bits;
      next += 2;
      bits += 16;
    }
    entry = distances[held & PRIMARY_MASK] ?? LINK;
    if ((entry & KIND_MASK) === LINK) {
      entry = distances[(entry >> VALUE_SHIFT) + ((held >> PRIMARY_BITS) & SECONDARY_MASK)] ?? LINK;
    }
    if ((entry & KIND_MASK) !== BASE) {
      result = "a code has no meaning";
      break;
    }
    held >>= entry & 15;
    bits -= entry & 15;
    if (bits < 15) {
      held |= ((input[next] ?? 0) | ((input[next + 1] ?? 0) << 8)) << bits;
      next += 2;
      bits += 16;
    }
    extra = (entry >> 4) & 15;
    const distance = (entry >> VALUE_SHIFT) + (held & ((1 << extra) - 1));
    held >>= extra;
    bits -= extra;
    if (distance > out) {
      result = "a match reaches back before the data";
      break;
    }
    for (const end = out + length; out < end; out++) output[out] = output[out - distance] ?? 0;
  }
  position.bit = 8 * next - bits;
  position.out = out;
  return result;
}
