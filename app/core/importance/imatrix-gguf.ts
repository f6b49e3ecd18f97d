import type { NamedFile } from "../byte-source";
import { type GgufTensor, readGgufHeader } from "../checkpoint/gguf-header";
import { printable } from "../checkpoint/printable";
import { readBytes } from "../checkpoint/read-bytes";
import { CheckpointError } from "../errors";
import { type ActivationSums, badImportance, RENAME_MODEL } from "./activation-sums";

/** A vector `in_sum2` of sums for each matrix, and their number, `counts`. */
const ENTRY_NAME = /^(.+)\.(in_sum2|counts)$/;

interface Entry {
  in_sum2?: GgufTensor;
  counts?: GgufTensor;
}

/** Reads an importance file in the form of GGUF, as llama-imatrix writes it by itself. Throws CheckpointError. */
export async function readImatrixGguf({ name, bytes }: NamedFile, signal?: AbortSignal): Promise<ActivationSums[]> {
  const { metadata, tensors } = await readGgufHeader(bytes, name, signal);
  if (metadata.get("general.type") !== "imatrix") {
    throw new CheckpointError("unsupported-format", {
      file: name,
      place: "general.type",
      problem: "this GGUF file is no importance file, though it is called like one",
      advice: RENAME_MODEL,
    });
  }
  const entries = new Map<string, Entry>();
  for (const tensor of tensors) {
    const [, matrix = "", part] = ENTRY_NAME.exec(tensor.name) ?? [];
    if (part !== "in_sum2" && part !== "counts") {
      throw badImportance(name, printable(tensor.name), "an importance file has no such tensor");
    }
    entries.set(matrix, { ...entries.get(matrix), [part]: tensor });
  }
  const found: ActivationSums[] = [];
  for (const [tensor, entry] of entries) {
    signal?.throwIfAborted();
    const sums = await readVector(entry.in_sum2, `${tensor}.in_sum2`, name);
    const counts = await readVector(entry.counts, `${tensor}.counts`, name);
    const [count = 0] = counts;
    if (counts.length !== 1 || !(count >= 0 && count < Infinity)) {
      throw badImportance(name, printable(`${tensor}.counts`), "it should be one number of at least 0");
    }
    found.push({ tensor, sums, count });
  }
  return found;
}

/** A tensor of one row. */
async function readVector(
  tensor: GgufTensor | undefined,
  name: string,
  file: string,
): Promise<Float32Array<ArrayBuffer>> {
  const place = printable(name);
  if (tensor === undefined) throw badImportance(file, place, "it is missing");
  const { shape, dtype, bytes, byteOffset, byteLength } = tensor;
  const isVector = shape.slice(0, -1).every((size) => size === 1);
  if (dtype !== "F32" || !isVector) throw badImportance(file, place, "it is not a row of float32 numbers");
  const data = await readBytes(bytes, byteOffset, byteOffset + byteLength, { file, place });
  return new Float32Array(data.slice().buffer);
}
