import type { NamedFile } from "../byte-source";
import { huggingFaceName } from "../checkpoint/gguf-names";
import { isMacExtra } from "../checkpoint/mac-extras";
import { printable } from "../checkpoint/printable";
import { readBytes } from "../checkpoint/read-bytes";
import type { Checkpoint } from "../checkpoint/types";
import { CheckpointError } from "../errors";
import { type ActivationSums, badImportance, RENAME_MODEL } from "./activation-sums";
import { readImatrixDat } from "./imatrix-dat";
import { readImatrixGguf } from "./imatrix-gguf";

/** A 13B model's is 7 MB, a 70B model's 25 MB. */
const MAX_FILE_BYTES = 1 << 27;

/** `imatrix.gguf`, `model.imatrix`, `model-imatrix.gguf`, `imatrix_notes.dat`; not `model-imatrix-Q4_0.gguf`, which is a model. */
const FILE_NAME = /(^|[-._])imatrix(\.gguf|[-._a-z0-9]*\.dat)?$/i;

/** True for a name such as llama.cpp's and its users' importance files have. */
export function isImportanceFile(name: string): boolean {
  return FILE_NAME.test(name) && !isMacExtra(name);
}

/**
 * Reads llama.cpp's importance file (imatrix), as GGUF or in the older form. Gives, by Hugging Face tensor name, for each of a
 * matrix's columns the mean of the squares of what it was multiplied by, float32 [columns], finite and at least 0: what a squared
 * error in that column weighs. Matrices that saw nothing are left out.
 * Throws CheckpointError "unsupported-format", "unsupported-dtype", "truncated", "bad-header" or "bad-value".
 * Source: https://github.com/ggml-org/llama.cpp/tree/master/tools/imatrix
 */
export async function readImportance(
  file: NamedFile,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Float32Array<ArrayBuffer>>> {
  const { name, bytes } = file;
  if (bytes.byteLength > MAX_FILE_BYTES) {
    const problem = `${bytes.byteLength} bytes are more than the ${MAX_FILE_BYTES} allowed`;
    throw new CheckpointError("bad-header", { file: name, place: "the file", problem, advice: RENAME_MODEL });
  }
  const head = await readBytes(bytes, 0, Math.min(4, bytes.byteLength), { file: name, place: "the first bytes" });
  const isGguf = String.fromCharCode(...head) === "GGUF";
  const entries = await (isGguf ? readImatrixGguf(file, signal) : readImatrixDat(file));
  const importance = new Map<string, Float32Array<ArrayBuffer>>();
  const seen = new Set<string>();
  for (const entry of entries) {
    const tensor = huggingFaceName(entry.tensor);
    if (tensor === undefined) throw otherArchitecture(name, entry.tensor);
    if (seen.has(tensor)) throw badImportance(name, entry.tensor, "the matrix appears twice");
    seen.add(tensor);
    if (entry.count > 0) importance.set(tensor, means(entry, name));
  }
  if (importance.size === 0) throw badImportance(name, "the matrices", "it says nothing of any");
  return importance;
}

/**
 * Checks that every matrix an importance file speaks of is one of the checkpoint's, with as many columns.
 * Throws CheckpointError "unexpected-shape".
 */
export function checkImportance(
  importance: ReadonlyMap<string, Float32Array>,
  checkpoint: Pick<Checkpoint, "label" | "tensors">,
  file: string,
): void {
  for (const [name, { length }] of importance) {
    const shape = checkpoint.tensors.get(name)?.shape;
    if (shape?.length === 2 && shape[1] === length) continue;
    const found = shape === undefined ? "does not have" : `has with the shape [${shape.join(", ")}]`;
    throw new CheckpointError("unexpected-shape", {
      file,
      place: name,
      problem: `it weighs ${length} columns of this matrix, which ${printable(checkpoint.label)} ${found}`,
      advice: "Choose an importance file that was made with the same model, or none.",
    });
  }
}

function means({ tensor, sums, count }: ActivationSums, file: string): Float32Array<ArrayBuffer> {
  return sums.map((sum, column) => {
    const mean = Math.fround(sum / count);
    if (mean >= 0 && mean < Infinity) return mean;
    throw new CheckpointError("bad-value", {
      file,
      place: tensor,
      problem: `the importance of column ${column} is not a finite number of at least 0`,
      advice: "Make the importance file again.",
    });
  });
}

function otherArchitecture(file: string, tensor: string): CheckpointError {
  return new CheckpointError("unsupported-format", {
    file,
    place: printable(tensor),
    problem: "no Llama has this matrix",
    advice: "Choose an importance file that was made with the same model, or none.",
  });
}
