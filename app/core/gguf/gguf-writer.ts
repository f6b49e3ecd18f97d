import { ByteWriter } from "./byte-writer";

/** Bytes that the data of each tensor are aligned to: what llama.cpp assumes where a file does not say. */
export const GGUF_ALIGNMENT = 32;

const MAGIC = "GGUF";
const VERSION = 3;

/** Value types by number, as the GGUF specification lists them. */
const ValueType = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, list: 9 } as const;

/** A metadata value with its GGUF type. */
type GgufInput =
  | { u32: number }
  | { f32: number }
  | { bool: boolean }
  | { text: string }
  | { texts: readonly string[] }
  | { i32s: readonly number[] }
  | { f32s: readonly number[] };

/** Keys with their values, in the order in which they are written. */
export type GgufMetadata = readonly (readonly [key: string, value: GgufInput])[];

/** What the header says of a tensor. */
export interface GgufTensorInfo {
  /** ggml's name: `blk.0.attn_q.weight`. */
  name: string;
  /** Row-major: [rows, columns], so ggml's dimensions backwards. */
  shape: readonly number[];
  /** ggml's type number: 0 is F32. */
  type: number;
  /** Bytes of its data, padding not included. */
  byteLength: number;
}

/**
 * The bytes of a GGUF file of version 3, little-endian, up to its first tensor's data: magic, counts, metadata, tensor list,
 * and zeros up to the alignment. Data must follow in the order of `tensors`, each padded to the alignment.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function writeGgufHead(
  metadata: GgufMetadata,
  tensors: readonly GgufTensorInfo[],
  alignment = GGUF_ALIGNMENT,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter().bytes(new TextEncoder().encode(MAGIC)).u32(VERSION);
  writer.u64(tensors.length).u64(metadata.length);
  for (const [key, value] of metadata) writeValue(writer.text(key), value);
  let offset = 0;
  for (const { name, shape, type, byteLength } of tensors) {
    writer.text(name).u32(shape.length);
    for (const size of shape.toReversed()) writer.u64(size);
    writer.u32(type).u64(offset);
    offset += paddedBytes(byteLength, alignment);
  }
  return writer.padTo(alignment).finish();
}

/** Bytes that a tensor's data takes in the file, padding included. */
export function paddedBytes(byteLength: number, alignment = GGUF_ALIGNMENT): number {
  return Math.ceil(byteLength / alignment) * alignment;
}

function writeValue(writer: ByteWriter, value: GgufInput): void {
  if ("u32" in value) writer.u32(ValueType.u32).u32(value.u32);
  else if ("f32" in value) writer.u32(ValueType.f32).f32(value.f32);
  else if ("bool" in value) writer.u32(ValueType.bool).u8(value.bool ? 1 : 0);
  else if ("text" in value) writer.u32(ValueType.text).text(value.text);
  else if ("texts" in value) writeList(writer, ValueType.text, value.texts, (text) => writer.text(text));
  else if ("i32s" in value) writeList(writer, ValueType.i32, value.i32s, (number) => writer.i32(number));
  else writeList(writer, ValueType.f32, value.f32s, (number) => writer.f32(number));
}

function writeList<T>(writer: ByteWriter, type: number, values: readonly T[], write: (value: T) => void): void {
  writer.u32(ValueType.list).u32(type).u64(values.length);
  for (const value of values) write(value);
}
