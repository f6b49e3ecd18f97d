import { halfAt } from "./decode-rows-half-at";

/** Block of 256: 16 groups' scales and minima (low and high nibbles) [16], 2-bit values [64], scale, minimum (halves). */
export function decodeQ2K(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at + 80);
  const minimum = halfAt(bytes, at + 82);
  for (let group = 0; group < 16; group++) {
    const pair = bytes[at + group] ?? 0;
    const groupScale = scale * (pair & 15);
    const groupMinimum = minimum * (pair >> 4);
    const start = at + 16 + twoBitsStart(group);
    const shift = twoBitsShift(group);
    for (let i = 0; i < 16; i++) {
      out[to + group * 16 + i] = groupScale * (((bytes[start + i] ?? 0) >> shift) & 3) - groupMinimum;
    }
  }
}

/** Block of 256: third bits [32], 2-bit values [64], 16 groups' 6-bit scales [12], scale (half). No third bit: 4 less. */
export function decodeQ3K(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at + 108);
  for (let group = 0; group < 16; group++) {
    // The scales' lower four bits are the nibbles of the first 8 bytes, their upper two bits are in the last 4 bytes.
    const low = ((bytes[at + 96 + (group & 7)] ?? 0) >> ((group >> 3) * 4)) & 15;
    const high = ((bytes[at + 104 + (group & 3)] ?? 0) >> ((group >> 2) * 2)) & 3;
    const groupScale = scale * ((low | (high << 4)) - 32);
    const start = at + 32 + twoBitsStart(group);
    const shift = twoBitsShift(group);
    const thirds = at + (group & 1) * 16;
    for (let i = 0; i < 16; i++) {
      const third = ((bytes[thirds + i] ?? 0) >> (group >> 1)) & 1;
      out[to + group * 16 + i] = groupScale * ((((bytes[start + i] ?? 0) >> shift) & 3) + third * 4 - 4);
    }
  }
}

/** Block of 256: scale, minimum (halves), 8 groups' scales and minima [12], nibbles [128]: of two groups in turn, low first. */
export function decodeQ4K(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at);
  const minimum = halfAt(bytes, at + 2);
  for (let group = 0; group < 8; group++) {
    const groupScale = scale * sixBitScale(bytes, at + 4, group);
    const groupMinimum = minimum * sixBitMinimum(bytes, at + 4, group);
    const start = at + 16 + (group >> 1) * 32;
    const shift = (group & 1) * 4;
    for (let i = 0; i < 32; i++) {
      out[to + group * 32 + i] = groupScale * (((bytes[start + i] ?? 0) >> shift) & 15) - groupMinimum;
    }
  }
}

/** Block of 256: as Q4_K, with the values' fifth bits [32] before the nibbles: bit `group` of byte i. */
export function decodeQ5K(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at);
  const minimum = halfAt(bytes, at + 2);
  for (let group = 0; group < 8; group++) {
    const groupScale = scale * sixBitScale(bytes, at + 4, group);
    const groupMinimum = minimum * sixBitMinimum(bytes, at + 4, group);
    const start = at + 48 + (group >> 1) * 32;
    const shift = (group & 1) * 4;
    for (let i = 0; i < 32; i++) {
      const fifth = ((bytes[at + 16 + i] ?? 0) >> group) & 1;
      const value = (((bytes[start + i] ?? 0) >> shift) & 15) | (fifth << 4);
      out[to + group * 32 + i] = groupScale * value - groupMinimum;
    }
  }
}

/** Block of 256: low nibbles [128], upper two bits [64], signed scales of 16 groups [16], scale (half); each value less 32. */
export function decodeQ6K(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at + 208);
  for (let group = 0; group < 16; group++) {
    const groupScale = scale * (((bytes[at + 192 + group] ?? 0) << 24) >> 24);
    // Within each half of the block, 64 bytes hold the first four groups in their low nibbles and the others in the high.
    const start = at + (group >> 3) * 64 + (group & 3) * 16;
    const shift = group & 4;
    const upperStart = at + 128 + twoBitsStart(group);
    const upperShift = twoBitsShift(group);
    for (let i = 0; i < 16; i++) {
      const low = ((bytes[start + i] ?? 0) >> shift) & 15;
      const upper = ((bytes[upperStart + i] ?? 0) >> upperShift) & 3;
      out[to + group * 16 + i] = groupScale * ((low | (upper << 4)) - 32);
    }
  }
}

/** Where the 2-bit parts of a group of 16 start: each half of a block has 32 bytes, which 8 groups share. */
function twoBitsStart(group: number): number {
  return (group >> 3) * 32 + (group & 1) * 16;
}

/** The bits of those bytes that are the group's: two groups, side by side, take the lowest two, and so on. */
function twoBitsShift(group: number): number {
  return ((group >> 1) & 3) * 2;
}

/**
 * The 6-bit scale of a group in Q4_K and Q5_K. Groups 0 to 3: the lower bits of byte `group`. Groups 4 to 7: the low nibble of
 * byte 4 + `group`, below the upper two bits of byte `group` - 4.
 */
function sixBitScale(bytes: Uint8Array, at: number, group: number): number {
  if (group < 4) return (bytes[at + group] ?? 0) & 63;
  return ((bytes[at + 4 + group] ?? 0) & 15) | (((bytes[at + group - 4] ?? 0) >> 6) << 4);
}

/** The 6-bit minimum of a group: as its scale, but in bytes 4 to 7 and in high nibbles. */
function sixBitMinimum(bytes: Uint8Array, at: number, group: number): number {
  const last = bytes[at + 4 + group] ?? 0;
  return group < 4 ? last & 63 : (last >> 4) | (((bytes[at + group] ?? 0) >> 6) << 4);
}
