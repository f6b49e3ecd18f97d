import { floatToHalf } from "../half";
import { dtypeBlock } from "../source-dtype";
import type { SourceDtype } from "../types";

/**
 * Encodes values, multiples of `step`, which is a power of two, that a dtype holds exactly: numbers of steps up to 127 in the
 * floats and in Q8_0, and -8, -4, 0 and 4 in all others. The layouts are ggml's; decode-rows.ts describes them.
 */
export function encodeRows(dtype: SourceDtype, values: Float32Array<ArrayBuffer>, step: number): Uint8Array {
  if (dtype === "F32") return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (dtype === "F16") return new Uint8Array(Uint16Array.from(values, floatToHalf).buffer);
  if (dtype === "BF16") {
    const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
    return new Uint8Array(Uint16Array.from(words, (word) => word >>> 16).buffer);
  }
  const { elements, bytes } = dtypeBlock(dtype);
  const encoded = new Uint8Array((values.length / elements) * bytes);
  for (let block = 0; block < values.length / elements; block++) {
    const steps = Array.from(values.subarray(block * elements, (block + 1) * elements), (value) => value / step);
    encoded.set(encodeBlock(dtype, steps, step), block * bytes);
  }
  return encoded;
}

function encodeBlock(dtype: Exclude<SourceDtype, "F32" | "F16" | "BF16">, steps: number[], step: number): number[] {
  const scale = halfBytes(step);
  const minimum = halfBytes(-8 * step);
  const lowest = (bits: number, offset: number): number[] => steps.map((n) => (n + offset) & ((1 << bits) - 1));
  const above = (bits: number, offset: number): number[] => steps.map((n) => (n + offset) >> bits);
  switch (dtype) {
    case "Q8_0":
      return [...scale, ...steps.map((n) => n & 255)];
    case "Q4_0":
      return [...scale, ...pack(lowest(4, 8), 4, 16)];
    case "Q4_1":
      return [...scale, ...minimum, ...pack(lowest(4, 8), 4, 16)];
    case "Q5_0":
      return [...scale, ...pack(above(4, 16), 1, 1), ...pack(lowest(4, 16), 4, 16)];
    case "Q5_1":
      return [...scale, ...minimum, ...pack(above(4, 8), 1, 1), ...pack(lowest(4, 8), 4, 16)];
    case "Q2_K": {
      // Scales of 4 steps, minima of 8.
      const quarters = steps.map((n) => (n + 8) / 4);
      return [...repeat(0x84, 16), ...pack(quarters, 2, 32), ...scale, ...scale];
    }
    case "Q3_K": {
      // Scales of 4 steps, kept as 36.
      const thirds = steps.map((n) => Number(n >= 0));
      const rest = steps.map((n) => (n / 4) & 3);
      return [...pack(thirds, 1, 32), ...pack(rest, 2, 32), ...repeat(0x44, 8), ...repeat(0xaa, 4), ...scale];
    }
    case "Q4_K":
      // Scales of one step, minima of 8.
      return [...scale, ...scale, ...repeat(1, 4), ...repeat(8, 4), ...repeat(0x81, 4), ...pack(lowest(4, 8), 4, 32)];
    case "Q5_K": {
      // Scales of one step, minima of 24.
      const scales = [...repeat(1, 4), ...repeat(0x58, 4), ...repeat(0x81, 4)];
      return [...scale, ...scale, ...scales, ...pack(above(4, 24), 1, 32), ...pack(lowest(4, 24), 4, 32)];
    }
    case "Q6_K":
      return [...pack(lowest(4, 32), 4, 64), ...pack(above(4, 32), 2, 32), ...repeat(1, 16), ...scale];
  }
}

/** Packs small numbers: byte i of each run of `stride` bytes has, lowest bits first, those at i, `stride` + i, 2 `stride` + i, … */
function pack(values: readonly number[], bits: number, stride: number): number[] {
  const perByte = 8 / bits;
  return Array.from({ length: values.length / perByte }, (_, at) => {
    const first = Math.floor(at / stride) * stride * perByte + (at % stride);
    let byte = 0;
    for (let k = 0; k < perByte; k++) byte |= (values[first + k * stride] ?? 0) << (bits * k);
    return byte;
  });
}

function halfBytes(value: number): number[] {
  const half = floatToHalf(value);
  return [half & 255, half >> 8];
}

function repeat(byte: number, count: number): number[] {
  return new Array<number>(count).fill(byte);
}
