import { ByteWriter } from "../../gguf/byte-writer";

export interface SafetensorsInput {
  name: string;
  /** `F32`, `F16`, `BF16`, … */
  dtype: string;
  shape: readonly number[];
  data: Uint8Array;
}

/** The bytes of a safetensors file that holds the tensors in the given order. */
export function buildSafetensors(tensors: readonly SafetensorsInput[]): Uint8Array<ArrayBuffer> {
  const entries: [string, unknown][] = [["__metadata__", { format: "pt" }]];
  let offset = 0;
  for (const { name, dtype, shape, data } of tensors) {
    entries.push([name, { dtype, shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  return joinSafetensors(
    JSON.stringify(Object.fromEntries(entries)),
    tensors.map(({ data }) => data),
  );
}

/** A safetensors file with any text for a header: for headers that lie. */
export function joinSafetensors(header: string, data: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(header);
  const writer = new ByteWriter().u64(bytes.byteLength).bytes(bytes);
  for (const part of data) writer.bytes(part);
  return writer.finish();
}
