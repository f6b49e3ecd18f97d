import { arraySource, type NamedFile } from "../../byte-source";
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

/** The files that llama.cpp's gguf-split makes of a model: metadata in the first, as many tensors in each. */
export function buildGgufParts(
  { metadata, tensors }: Pick<GgufFileInput, "metadata" | "tensors">,
  count: number,
  name = "tiny",
): NamedFile[] {
  const perPart = Math.ceil(tensors.length / count);
  return Array.from({ length: count }, (_, i) => {
    const part: GgufMetadata = [
      ["split.no", { u32: i }],
      ["split.count", { u32: count }],
      ["split.tensors.count", { u32: tensors.length }],
    ];
    const bytes = buildGguf({
      metadata: i === 0 ? [...metadata, ...part] : part,
      tensors: tensors.slice(i * perPart, (i + 1) * perPart),
    });
    return { name: `${name}-${fiveDigits(i + 1)}-of-${fiveDigits(count)}.gguf`, bytes: arraySource(bytes) };
  });
}

function fiveDigits(value: number): string {
  return String(value).padStart(5, "0");
}
