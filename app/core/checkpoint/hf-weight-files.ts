import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { isJsonObject, readStrictJson } from "./strict-json";

const INDEX_FILE = "model.safetensors.index.json";
/** The index of a 13B model is 30 KB; 500 times that. */
const MAX_INDEX_BYTES = 1 << 24;

export interface HfWeightFiles {
  /** The safetensors files, each once. */
  files: NamedFile[];
  /** The index, if the weights are sharded. */
  indexFiles: NamedFile[];
  /** Name of the file that must hold a tensor. */
  fileOf(tensor: string): string | undefined;
}

/**
 * Finds a folder's weights: those that `model.safetensors.index.json` lists, else the only safetensors file.
 * Throws CheckpointError "missing-file", "bad-header", or "unsupported-format" where there are only PyTorch weights.
 */
export async function hfWeightFiles(files: readonly NamedFile[]): Promise<HfWeightFiles> {
  const index = files.find((file) => file.name === INDEX_FILE);
  if (index !== undefined) return readIndex(index, files);
  const found = files.filter((file) => file.name.endsWith(".safetensors"));
  const single = found.find((file) => file.name === "model.safetensors") ?? found[0];
  if (single === undefined) throw noWeights(files);
  if (found.length > 1 && single.name !== "model.safetensors") {
    throw missing(INDEX_FILE, "the weights are in several files, but their index is missing");
  }
  return { files: [single], indexFiles: [], fileOf: () => single.name };
}

async function readIndex(index: NamedFile, files: readonly NamedFile[]): Promise<HfWeightFiles> {
  const at = { file: index.name, place: "the index", code: "bad-header" } as const;
  const map = (await readStrictJson(index.bytes, MAX_INDEX_BYTES, at)).weight_map;
  const entries = isJsonObject(map) ? Object.entries(map) : [];
  const fileOf = new Map<string, string>();
  for (const [tensor, file] of entries) if (typeof file === "string") fileOf.set(tensor, file);
  if (fileOf.size === 0 || fileOf.size !== entries.length) {
    throw new CheckpointError("bad-header", {
      file: index.name,
      place: "weight_map",
      problem: "it does not name a file for each tensor",
      advice: "Download the file again.",
    });
  }
  const weights = [...new Set(fileOf.values())].map((name) => {
    const file = files.find((candidate) => candidate.name === name);
    if (file !== undefined) return file;
    throw missing(name.slice(0, 120).replace(/\p{C}/gu, "?"), "the index names it, but the file is missing");
  });
  return { files: weights, indexFiles: [index], fileOf: (tensor) => fileOf.get(tensor) };
}

function noWeights(files: readonly NamedFile[]): CheckpointError {
  const pickled = files.find((file) => /\.(bin|pth|pt)$/.test(file.name));
  if (pickled === undefined) return missing("model.safetensors", "there are no weights among the files");
  return new CheckpointError("unsupported-format", {
    file: pickled.name,
    problem: "PyTorch weights cannot be read yet",
    advice:
      "Choose a folder with safetensors files, or a GGUF file. transformers writes safetensors: " +
      "AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER).",
  });
}

function missing(file: string, problem: string): CheckpointError {
  return new CheckpointError("missing-file", { file, problem, advice: "Choose the model's whole folder." });
}
