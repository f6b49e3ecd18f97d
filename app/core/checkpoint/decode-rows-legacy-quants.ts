import { halfAt } from "./decode-rows-half-at";

/** Block: scale (half), 32 signed bytes. */
export function decodeQ80(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at);
  for (let i = 0; i < 32; i++) out[to + i] = scale * (((bytes[at + 2 + i] ?? 0) << 24) >> 24);
}

/** Block: scale (half), 16 bytes whose low nibbles are values 0 to 15 and high nibbles 16 to 31, each less 8. */
export function decodeQ40(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 2 + i] ?? 0;
    out[to + i] = scale * ((pair & 15) - 8);
    out[to + 16 + i] = scale * ((pair >> 4) - 8);
  }
}

/** Block: scale (half), minimum (half), 16 bytes of nibbles as in Q4_0. */
export function decodeQ41(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at);
  const minimum = halfAt(bytes, at + 2);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 4 + i] ?? 0;
    out[to + i] = scale * (pair & 15) + minimum;
    out[to + 16 + i] = scale * (pair >> 4) + minimum;
  }
}

/** Block: scale (half), fifth bits (32, lowest first), 16 bytes of nibbles as in Q4_0; each value less 16. */
export function decodeQ50(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at);
  for (let i = 0; i < 32; i++) out[to + i] = scale * (fiveBits(bytes, at + 2, i) - 16);
}

/** Block: scale (half), minimum (half), fifth bits and nibbles as in Q5_0. */
export function decodeQ51(bytes: Uint8Array, at: number, out: Float32Array, to: number): void {
  const scale = halfAt(bytes, at);
  const minimum = halfAt(bytes, at + 2);
  for (let i = 0; i < 32; i++) out[to + i] = scale * fiveBits(bytes, at + 4, i) + minimum;
}

/** Value `i` of 32 whose fifth bits start at `at`, followed by their nibbles. */
function fiveBits(bytes: Uint8Array, at: number, i: number): number {
  const pair = bytes[at + 4 + (i & 15)] ?? 0;
  const fifth = ((bytes[at + (i >> 3)] ?? 0) >> (i & 7)) & 1;
  return (i < 16 ? pair & 15 : pair >> 4) | (fifth << 4);
}
