import { ByteWriter } from "../../gguf/byte-writer";
import { GGUF_ALIGNMENT, type GgufMetadata, type GgufTensorInfo, writeGgufHead } from "../../gguf/gguf-writer";

export type GgufTensorInput = Omit<GgufTensorInfo, "byteLength"> & { data: Uint8Array };

interface GgufFileInput {
  metadata: GgufMetadata;
  tensors: readonly GgufTensorInput[];
  version?: number;
  alignment?: number;
}

/** The bytes of a GGUF file as llama.cpp writes it, but without padding after the last tensor. */
export function buildGguf({
  metadata,
  tensors,
  version = 3,
  alignment = GGUF_ALIGNMENT,
}: GgufFileInput): Uint8Array<ArrayBuffer> {
  const infos = tensors.map(({ data, ...tensor }) => ({ ...tensor, byteLength: data.byteLength }));
  const writer = new ByteWriter().bytes(writeGgufHead(metadata, infos, alignment));
  for (const { data } of tensors) writer.padTo(alignment).bytes(data);
  const bytes = writer.finish();
  new DataView(bytes.buffer).setUint32(4, version, true);
  return bytes;
}
