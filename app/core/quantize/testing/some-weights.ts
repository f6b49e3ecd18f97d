import { randomNumbers } from "../../checkpoint/testing/tiny-model";
import { unpackRow } from "../../check/unpack-row";
import type { PackedRows } from "../row-packer";

/** The bytes of numbers, from a byte on that no type is aligned to. */
export function bytesOf(numbers: Float32Array | Uint16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(numbers.byteLength + 1).subarray(1);
  bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return bytes;
}

/** Weights as a layer may have them: about Gaussian, with a standard deviation of 0.02. Always the same. */
export function someWeights(count: number): Float32Array<ArrayBuffer> {
  const random = randomNumbers(1);
  return Float32Array.from({ length: count }, () => 0.04 * (random() + random() + random() - 1.5));
}

/** What is stored, as numbers. */
export function storedValues({ weight, scale }: Pick<PackedRows, "weight" | "scale">): Float32Array {
  return unpackRow(weight, scale);
}

/** Sums of importance x (stored - source)² over each group of 32. */
export function groupErrors(source: Float32Array, stored: Float32Array, importance?: Float32Array): Float64Array {
  const sums = new Float64Array(source.length / 32);
  for (const [i, value] of source.entries()) {
    const error = (stored[i] ?? Number.NaN) - value;
    sums[i >> 5] = (sums[i >> 5] ?? 0) + (importance?.[i % importance.length] ?? 1) * error ** 2;
  }
  return sums;
}

export function sum(values: Float32Array | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
