import { halfTable } from "./half";
import { dtypeBlock, dtypeBytes } from "./source-dtype";
import type { SourceDtype } from "./types";

/**
 * Decodes `count` values (whole blocks) of `bytes`, little-endian, to float32, as gguf-py's `dequantize` does, bit for bit.
 * Writes into the first `count` values of `out` and returns those. Formats: ggml-common.h, ggml-quants.c.
 */
export function decodeRows(
  dtype: SourceDtype,
  bytes: Uint8Array,
  count: number,
  out: Float32Array = new Float32Array(count),
): Float32Array {
  if (bytes.byteLength !== dtypeBytes(dtype, count)) {
    throw new RangeError(`${count} values of ${dtype} do not take ${bytes.byteLength} bytes`);
  }
  const values = out.subarray(0, count);
  DECODERS[dtype](bytes, values, count / dtypeBlock(dtype).elements);
  return values;
}

type Decoder = (bytes: Uint8Array, out: Float32Array, blocks: number) => void;

const DECODERS: Record<SourceDtype, Decoder> = {
  F32: decodeF32,
  F16: decodeF16,
  BF16: decodeBf16,
  Q8_0: decodeQ8,
  Q4_0: decodeQ40,
  Q4_1: decodeQ41,
  Q6_K: decodeQ6K,
};

function decodeF32(bytes: Uint8Array, out: Float32Array): void {
  new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(bytes);
}

function decodeF16(bytes: Uint8Array, out: Float32Array): void {
  const halves = asUint16(bytes);
  const table = halfTable();
  for (let i = 0; i < out.length; i++) out[i] = table[halves[i] ?? 0] ?? 0;
}

function decodeBf16(bytes: Uint8Array, out: Float32Array): void {
  const upper = asUint16(bytes);
  const words = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < words.length; i++) words[i] = (upper[i] ?? 0) << 16;
}

/** Block: scale (half), 32 signed bytes. */
function decodeQ8(bytes: Uint8Array, out: Float32Array, blocks: number): void {
  const table = halfTable();
  for (let block = 0, at = 0, to = 0; block < blocks; block++, at += 34, to += 32) {
    const scale = halfAt(table, bytes, at);
    for (let i = 0; i < 32; i++) out[to + i] = scale * (((bytes[at + 2 + i] ?? 0) << 24) >> 24);
  }
}

/** Block: scale (half), 16 bytes whose low nibbles are values 0 to 15 and high nibbles 16 to 31, each less 8. */
function decodeQ40(bytes: Uint8Array, out: Float32Array, blocks: number): void {
  const table = halfTable();
  for (let block = 0, at = 0, to = 0; block < blocks; block++, at += 18, to += 32) {
    const scale = halfAt(table, bytes, at);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 2 + i] ?? 0;
      out[to + i] = scale * ((pair & 15) - 8);
      out[to + 16 + i] = scale * ((pair >> 4) - 8);
    }
  }
}

/** Block: scale (half), minimum (half), 16 bytes of nibbles as in Q4_0. */
function decodeQ41(bytes: Uint8Array, out: Float32Array, blocks: number): void {
  const table = halfTable();
  for (let block = 0, at = 0, to = 0; block < blocks; block++, at += 20, to += 32) {
    const scale = halfAt(table, bytes, at);
    const minimum = halfAt(table, bytes, at + 2);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 4 + i] ?? 0;
      out[to + i] = scale * (pair & 15) + minimum;
      out[to + 16 + i] = scale * (pair >> 4) + minimum;
    }
  }
}

/** Block of 256: low nibbles [128], upper two bits [64], signed scales [16] of 16 values each, scale (half). */
function decodeQ6K(bytes: Uint8Array, out: Float32Array, blocks: number): void {
  const table = halfTable();
  for (let block = 0; block < blocks; block++) {
    const at = block * 210;
    const scale = halfAt(table, bytes, at + 208);
    for (let i = 0; i < 256; i++) {
      // Within each half of 128 values, quarter q takes its nibble from byte i % 64 and its upper bits from byte i % 32.
      const half = i >> 7;
      const quarter = (i >> 5) & 3;
      const pair = bytes[at + half * 64 + (i & 63)] ?? 0;
      const low = quarter < 2 ? pair & 15 : pair >> 4;
      const high = ((bytes[at + 128 + half * 32 + (i & 31)] ?? 0) >> (quarter * 2)) & 3;
      const groupScale = ((bytes[at + 192 + (i >> 4)] ?? 0) << 24) >> 24;
      out[block * 256 + i] = scale * groupScale * ((low | (high << 4)) - 32);
    }
  }
}

function halfAt(table: Float32Array, bytes: Uint8Array, at: number): number {
  return table[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] ?? 0;
}

/** A view where the bytes are aligned, a copy where they are not. */
function asUint16(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
}
