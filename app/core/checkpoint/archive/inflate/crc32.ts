/** The polynomial of CRC-32, lowest bit first: that of zip, gzip and PNG. */
const POLYNOMIAL = 0xedb88320;
/** Bytes taken at once; one table each. */
const SLICES = 8;

/** TABLES[256 * k + byte]: what a byte does to the checksum when k more bytes follow it. */
const TABLES = tables();

/** The CRC-32 of some bytes after others, whose CRC-32 was `crc`: 0 at the start. Unsigned. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  let state = ~crc;
  let at = 0;
  for (const end = bytes.byteLength - SLICES; at <= end; at += SLICES) {
    const a = state ^ word(bytes, at);
    const b = word(bytes, at + 4);
    state =
      entry(7, a) ^
      entry(6, a >>> 8) ^
      entry(5, a >>> 16) ^
      entry(4, a >>> 24) ^
      entry(3, b) ^
      entry(2, b >>> 8) ^
      entry(1, b >>> 16) ^
      entry(0, b >>> 24);
  }
  for (; at < bytes.byteLength; at++) state = entry(0, state ^ (bytes[at] ?? 0)) ^ (state >>> 8);
  return ~state >>> 0;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function entry(following: number, byte: number): number {
  return TABLES[256 * following + (byte & 255)] ?? 0;
}

function tables(): Int32Array {
  const all = new Int32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte++) {
    let state = byte;
    for (let bit = 0; bit < 8; bit++) state = (state >>> 1) ^ ((state & 1) * POLYNOMIAL);
    all[byte] = state;
  }
  for (let i = 256; i < all.length; i++) {
    const before = all[i - 256] ?? 0;
    all[i] = (before >>> 8) ^ (all[before & 255] ?? 0);
  }
  return all;
}
