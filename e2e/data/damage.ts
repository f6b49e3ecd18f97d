/** An entry of a safetensors header. */
export interface SafetensorsEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Offset of the number of tensors in a GGUF file: after the magic and the version. */
const tensorCountOffset = 8;

/** A GGUF file that says it has another number of tensors. */
export function withTensorCount(gguf: Buffer, count: (real: bigint) => bigint): Buffer {
  const bytes = Buffer.from(gguf);
  bytes.writeBigUInt64LE(count(bytes.readBigUInt64LE(tensorCountOffset)), tensorCountOffset);
  return bytes;
}

/** A GGUF file whose header gives a tensor another of ggml's type numbers. */
export function withGgmlType(gguf: Buffer, tensor: string, type: number): Buffer {
  const bytes = Buffer.from(gguf);
  const nameEnd = bytes.indexOf(tensor) + tensor.length;
  if (nameEnd < tensor.length) throw new Error(`The GGUF file has no ${tensor}.`);
  const rank = bytes.readUInt32LE(nameEnd);
  bytes.writeUInt32LE(type, nameEnd + 4 + 8 * rank);
  return bytes;
}

/** Where the data of a safetensors file starts, after an 8-byte length and the header. */
function dataStart(safetensors: Buffer): number {
  return 8 + Number(safetensors.readBigUInt64LE(0));
}

/** A safetensors file with a tensor's entry replaced, and nothing else touched. */
export function withEntry(
  safetensors: Buffer,
  tensor: string,
  replace: (entry: SafetensorsEntry) => SafetensorsEntry,
): Buffer {
  const start = dataStart(safetensors);
  const header = JSON.parse(safetensors.toString("utf8", 8, start)) as Record<string, SafetensorsEntry>;
  header[tensor] = replace(entryOf(header, tensor));
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.byteLength));
  return Buffer.concat([length, text, safetensors.subarray(start)]);
}

/** A float16 safetensors file in which one weight of a matrix is not a number. */
export function withNaN(safetensors: Buffer, tensor: string, row: number): Buffer {
  const bytes = Buffer.from(safetensors);
  const start = dataStart(bytes);
  const header = JSON.parse(bytes.toString("utf8", 8, start)) as Record<string, SafetensorsEntry>;
  const { data_offsets, shape } = entryOf(header, tensor);
  bytes.writeUInt16LE(0x7e00, start + data_offsets[0] + 2 * row * (shape[1] ?? 0));
  return bytes;
}

/** A file in which the first such text is another of the same length. */
export function withText(file: Buffer, from: string, to: string): Buffer {
  const at = file.indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error(`The file has no ${from}, or ${to} is no replacement.`);
  const bytes = Buffer.from(file);
  bytes.write(to, at);
  return bytes;
}

function entryOf(header: Record<string, SafetensorsEntry>, tensor: string): SafetensorsEntry {
  const entry = header[tensor];
  if (entry === undefined) throw new Error(`The safetensors file has no ${tensor}.`);
  return entry;
}
