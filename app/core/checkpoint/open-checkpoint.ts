import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { openGguf } from "./gguf-model";
import { openHfFolder } from "./hf-folder";
import { readBytes } from "./read-bytes";
import type { Checkpoint } from "./types";

interface OpenOptions {
  /** What to call a checkpoint that is a folder; GGUF files are called by their name. */
  label?: string;
  signal?: AbortSignal;
}

type FirstBytes = "gguf" | "zip" | "old-ggml" | "other";

/** Files chosen at once; a sharded 13B checkpoint has about 20. */
const MAX_FILES = 10_000;

/**
 * Opens what the user chose: a GGUF file (known by its first bytes, whatever its name), all parts of a split one, or the
 * files of a Hugging Face folder. What lies in an archive comes through expandArchives. Reads and checks headers and the
 * tokenizer, no weights.
 * Throws CheckpointError, or the signal's reason.
 */
export async function openCheckpoint(files: readonly NamedFile[], options: OpenOptions = {}): Promise<Checkpoint> {
  const { label, signal } = options;
  signal?.throwIfAborted();
  const [first] = files;
  if (first === undefined || files.length > MAX_FILES) {
    throw notACheckpoint("the selection", first === undefined ? "no file was chosen" : "there are too many files");
  }
  const hasSafetensors = files.some(({ name }) => name.endsWith(".safetensors"));
  if (hasSafetensors && files.length > 1) return openHfFolder(files, { label, signal });

  const kinds = await Promise.all(files.map(firstBytes));
  const [gguf, ...otherGguf] = files.filter((_, i) => kinds[i] === "gguf");
  if (gguf !== undefined) return openGguf([gguf, ...otherGguf], signal);
  const isFolder = hasSafetensors || files.length > 1 || first.name === "config.json";
  if (isFolder) return openHfFolder(files, { label, signal });
  throw unknownFile(first.name, kinds[0] ?? "other");
}

async function firstBytes({ name: file, bytes }: NamedFile): Promise<FirstBytes> {
  const head = await readBytes(bytes, 0, Math.min(4, bytes.byteLength), { file, place: "the first bytes" });
  const magic = String.fromCharCode(...head);
  if (magic === "GGUF") return "gguf";
  if (magic === "PK\x03\x04") return "zip";
  return ["lmgg", "fmgg", "tjgg", "algg"].includes(magic) ? "old-ggml" : "other";
}

function unknownFile(file: string, kind: FirstBytes): CheckpointError {
  if (kind === "zip" || /\.(bin|pth|pt)$/.test(file)) {
    return new CheckpointError("unsupported-format", {
      file,
      problem: "this is an archive, perhaps of PyTorch weights, without the files that belong to it",
      advice: "Choose the model's whole folder, with config.json and the tokenizer, or a GGUF file.",
    });
  }
  if (kind === "old-ggml") {
    return new CheckpointError("unsupported-format", {
      file,
      problem: "this is a GGML file from before GGUF",
      advice: "Convert the original model with llama.cpp's convert_hf_to_gguf.py and choose the GGUF file.",
    });
  }
  return notACheckpoint(file, "this is neither a GGUF file nor part of a Hugging Face folder");
}

function notACheckpoint(file: string, problem: string): CheckpointError {
  return new CheckpointError("not-a-checkpoint", {
    file,
    problem,
    advice:
      "Choose a .gguf file, or a folder with config.json, tokenizer.json or tokenizer.model, and " +
      "model.safetensors or pytorch_model.bin, or a .zip or .tar of either.",
  });
}
