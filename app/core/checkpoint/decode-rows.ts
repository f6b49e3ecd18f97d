import { decodeQ2K, decodeQ3K, decodeQ4K, decodeQ5K, decodeQ6K } from "./decode-rows-k-quants";
import { decodeQ40, decodeQ41, decodeQ50, decodeQ51, decodeQ80 } from "./decode-rows-legacy-quants";
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
  DECODERS[dtype](bytes, values);
  return values;
}

type Decoder = (bytes: Uint8Array, out: Float32Array) => void;

/** Decodes the block at byte `at` into the values from `to` on. */
type BlockDecoder = (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void;

const DECODERS: Record<SourceDtype, Decoder> = {
  F32: decodeF32,
  F16: decodeF16,
  BF16: decodeBf16,
  Q8_0: blocks("Q8_0", decodeQ80),
  Q4_0: blocks("Q4_0", decodeQ40),
  Q4_1: blocks("Q4_1", decodeQ41),
  Q5_0: blocks("Q5_0", decodeQ50),
  Q5_1: blocks("Q5_1", decodeQ51),
  Q2_K: blocks("Q2_K", decodeQ2K),
  Q3_K: blocks("Q3_K", decodeQ3K),
  Q4_K: blocks("Q4_K", decodeQ4K),
  Q5_K: blocks("Q5_K", decodeQ5K),
  Q6_K: blocks("Q6_K", decodeQ6K),
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

/** Decodes block after block. */
function blocks(dtype: SourceDtype, decodeBlock: BlockDecoder): Decoder {
  const block = dtypeBlock(dtype);
  return (bytes, out) => {
    for (let at = 0, to = 0; to < out.length; at += block.bytes, to += block.elements) decodeBlock(bytes, at, out, to);
  };
}

/** A view where the bytes are aligned, a copy where they are not. */
function asUint16(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
}
