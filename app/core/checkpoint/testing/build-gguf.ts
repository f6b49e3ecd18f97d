import { ByteWriter } from "./byte-writer";

/** A metadata value with its GGUF type. */
export type GgufInput =
  | { u32: number }
  | { f32: number }
  | { bool: boolean }
  | { text: string }
  | { texts: readonly string[] }
  | { i32s: readonly number[] }
  | { f32s: readonly number[] };

export interface GgufTensorInput {
  /** ggml's name. */
  name: string;
  /** Row-major: [rows, columns]. */
  shape: readonly number[];
  /** ggml's type number: 0 is F32. */
  type: number;
  data: Uint8Array;
}

export interface GgufFileInput {
  metadata: readonly (readonly [key: string, value: GgufInput])[];
  tensors: readonly GgufTensorInput[];
  version?: number;
  alignment?: number;
}

/** The bytes of a GGUF file as llama.cpp writes it, but without padding after the last tensor. */
export function buildGguf({ metadata, tensors, version = 3, alignment = 32 }: GgufFileInput): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter().bytes(new TextEncoder().encode("GGUF")).u32(version);
  writer.u64(tensors.length).u64(metadata.length);
  for (const [key, value] of metadata) writeValue(writer.text(key), value);
  let offset = 0;
  for (const { name, shape, type, data } of tensors) {
    writer.text(name).u32(shape.length);
    for (const size of shape.toReversed()) writer.u64(size);
    writer.u32(type).u64(offset);
    offset += Math.ceil(data.byteLength / alignment) * alignment;
  }
  for (const { data } of tensors) writer.padTo(alignment).bytes(data);
  return writer.finish();
}

function writeValue(writer: ByteWriter, value: GgufInput): void {
  if ("u32" in value) writer.u32(4).u32(value.u32);
  else if ("f32" in value) writer.u32(6).f32(value.f32);
  else if ("bool" in value) writer.u32(7).u8(value.bool ? 1 : 0);
  else if ("text" in value) writer.u32(8).text(value.text);
  else if ("texts" in value) writeList(writer, 8, value.texts, (text) => writer.text(text));
  else if ("i32s" in value) writeList(writer, 5, value.i32s, (number) => writer.i32(number));
  else writeList(writer, 6, value.f32s, (number) => writer.f32(number));
}

function writeList<T>(writer: ByteWriter, type: number, values: readonly T[], write: (value: T) => void): void {
  writer.u32(9).u32(type).u64(values.length);
  for (const value of values) write(value);
}
