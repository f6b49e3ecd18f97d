import type { SourceDtype } from "../checkpoint/types";
import { multiplyPackedRows, multiplyRows } from "./multiply-rows";
import { packRows } from "./pack-rows";
import type { QuantizationMode } from "./quantization-mode";
import { type Quantizer, QuantizerMemory } from "./quantizer-memory";

/** Why a row could not be quantized. */
export type RowProblem = "not-finite" | "scale-too-large";

export interface PackJob {
  dtype: SourceDtype;
  /** Row-major [rows, columns], little-endian. */
  bytes: Uint8Array;
  rows: number;
  /** A multiple of 64, so that a row's scales fill whole words. */
  columns: number;
  mode: QuantizationMode;
  /** [columns], 0 or more: how much a squared error in each column weighs in mode "best". */
  importance?: Float32Array;
  /** The packed rows may take the place of the bytes, where they are no longer than those. */
  mayOverwrite?: boolean;
}

/**
 * Rows in q4g32: groups of 32 values, value = (nibble - 8) * scale. Word w of a row's weights holds the nibbles of columns 8w
 * to 8w + 7, lowest first; word s of its scales the half floats of groups 2s (low 16 bits) and 2s + 1.
 */
export interface PackedRows {
  /** [rows, columns / 8]. */
  weight: Uint32Array<ArrayBuffer>;
  /** [rows, columns / 64]. */
  scale: Uint32Array<ArrayBuffer>;
  /** Sums over all values of (stored - source)² and of source². */
  squaredError: number;
  squaredSum: number;
  /** The first row that could not be packed; where it is set, nothing else holds. */
  problem?: { row: number; kind: RowProblem };
}

export interface MultiplyJob {
  dtype: SourceDtype;
  /** Row-major [rows, columns], little-endian. */
  bytes: Uint8Array;
  rows: number;
  /** A multiple of 32. */
  columns: number;
  /** [count, columns], count at most 8. */
  vectors: Float32Array;
  count: number;
}

export interface MultiplyPackedJob {
  /** As in {@link PackedRows}. */
  weight: Uint32Array;
  scale: Uint32Array;
  rows: number;
  /** A multiple of 64. */
  columns: number;
  /** [count, columns], count at most 8. */
  vectors: Float32Array;
  count: number;
}

/** Packs rows, and multiplies rows with vectors; all at once, in the thread that calls it. Wrong lengths are RangeErrors. */
export interface RowPacker {
  /**
   * Quantizes rows of any dtype; the numbers of Q4_0 are kept as they are, in either mode. "plain" gives ggml's Q4_0 as
   * gguf-py's `quants.Q4_0` computes it in float32: a group's scale is its value of largest magnitude (the first, of
   * several) divided by -8, kept as a half; a nibble is trunc(value / scale + 8.5), at most 15.
   */
  pack(job: PackJob): PackedRows;
  /** Products of rows and vectors, [rows, count], summed in float32. */
  multiply(job: MultiplyJob): Float32Array<ArrayBuffer>;
  /** The same of rows as they are stored. */
  multiplyPacked(job: MultiplyPackedJob): Float32Array<ArrayBuffer>;
}

/** A row packer that works elsewhere, on several jobs at once. */
export interface AsyncRowPacker {
  /** Jobs that it works on at once. */
  readonly concurrency: number;
  pack(job: PackJob): Promise<PackedRows>;
  /** Takes packed rows back that nobody reads any more, so that their memory serves again. */
  release?(packed: PackedRows): void;
  multiply(job: MultiplyJob): Promise<Float32Array<ArrayBuffer>>;
  multiplyPacked(job: MultiplyPackedJob): Promise<Float32Array<ArrayBuffer>>;
}

/** A row packer around the bytes of quantizer.wasm, which model-config/quantizer/ is compiled to. */
export async function createRowPacker(wasm: Uint8Array<ArrayBuffer>): Promise<RowPacker> {
  const { instance } = await WebAssembly.instantiate(wasm);
  const quantizer = instance.exports as unknown as Quantizer;
  const memory = new QuantizerMemory(quantizer);
  return {
    pack: (job) => packRows(quantizer, memory, job),
    multiply: (job) => multiplyRows(quantizer, memory, job),
    multiplyPacked: (job) => multiplyPackedRows(quantizer, memory, job),
  };
}
