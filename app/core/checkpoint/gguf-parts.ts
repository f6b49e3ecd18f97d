import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { type GgufHeader, readGgufHeader } from "./gguf-header";
import { ggufPartsInOrder, type GgufFiles, ggufModelName } from "./gguf-part-names";
import { printable } from "./printable";

const PART_NUMBER = "split.no";
const PART_COUNT = "split.count";
const TENSOR_COUNT = "split.tensors.count";

/** A model's metadata and tensors, from one GGUF file or from all its parts. */
export interface GgufModel extends GgufHeader {
  /** What to call it. */
  label: string;
  /** Name of the file that holds the metadata. */
  file: string;
}

/**
 * Reads the header of a GGUF file, or of all parts of a split one, which may come in any order. The parts are as llama.cpp's
 * gguf-split writes them: each with its number, the first with the model's metadata.
 * Throws what {@link readGgufHeader} and {@link ggufPartsInOrder} throw, and "bad-header" for parts that do not fit together.
 */
export async function readGgufModel(files: GgufFiles, signal?: AbortSignal): Promise<GgufModel> {
  const [{ name: file, bytes }] = files;
  if (files.length > 1) return readParts(files, signal);
  const header = await readGgufHeader(bytes, file, signal);
  const count = header.metadata.get(PART_COUNT) ?? 1;
  return count === 0 || count === 1 ? { ...header, label: file, file } : readParts(files, signal);
}

async function readParts(files: GgufFiles, signal: AbortSignal | undefined): Promise<GgufModel> {
  const [first, ...others] = ggufPartsInOrder(files);
  const { metadata, tensors } = await readPart(first, 0, files.length, signal);
  const all = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const [i, part] of others.entries()) {
    const header = await readPart(part, i + 1, files.length, signal);
    for (const tensor of header.tensors) {
      if (all.has(tensor.name)) throw misfit(part.name, tensor.name, "another part has this tensor too");
      all.set(tensor.name, tensor);
    }
  }
  checkCount(metadata, TENSOR_COUNT, all.size, first.name);
  return { metadata, tensors: [...all.values()], label: ggufModelName(first.name), file: first.name };
}

async function readPart(
  { name, bytes }: NamedFile,
  index: number,
  count: number,
  signal: AbortSignal | undefined,
): Promise<GgufHeader> {
  const header = await readGgufHeader(bytes, name, signal);
  checkCount(header.metadata, PART_NUMBER, index, name);
  checkCount(header.metadata, PART_COUNT, count, name);
  return header;
}

function checkCount(metadata: GgufHeader["metadata"], key: string, due: number, file: string): void {
  const count = metadata.get(key);
  if (count === due) return;
  throw misfit(file, key, typeof count === "number" ? `it is ${count}, where ${due} was due` : "it is missing");
}

function misfit(file: string, place: string, problem: string): CheckpointError {
  const advice = "Choose the parts of one model only, under the names that they were made with.";
  return new CheckpointError("bad-header", { file, place: printable(place), problem, advice });
}
