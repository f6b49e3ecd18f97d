import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { findFile } from "./find-file";
import { printable } from "./printable";
import { isJsonObject, readStrictJson } from "./strict-json";

/** The index of a 13B model is 30 KB; 500 times that. */
const MAX_INDEX_BYTES = 1 << 24;

interface WeightFormat {
  container: "safetensors" | "pytorch";
  /** Name of the file if there is only one. */
  single: string;
  index: string;
  names: RegExp;
}

/** In order of preference: where a folder has both, they hold the same weights. */
const FORMATS: readonly WeightFormat[] = [
  {
    container: "safetensors",
    single: "model.safetensors",
    index: "model.safetensors.index.json",
    names: /\.safetensors$/,
  },
  {
    container: "pytorch",
    single: "pytorch_model.bin",
    index: "pytorch_model.bin.index.json",
    names: /^pytorch_model(-\d+-of-\d+)?\.bin$/,
  },
];

export interface HfWeightFiles {
  container: WeightFormat["container"];
  /** The files with weights, each once. */
  files: NamedFile[];
  /** The index, if the weights are sharded. */
  indexFiles: NamedFile[];
  /** Name of the file that must hold a tensor. */
  fileOf(tensor: string): string | undefined;
}

/**
 * Finds a folder's weights, safetensors before PyTorch's: those that the index lists, else the only file.
 * Throws CheckpointError "missing-file", "not-a-checkpoint" where two have one name, "bad-header", or "unsupported-format" where
 * there are only other PyTorch files.
 */
export async function hfWeightFiles(files: readonly NamedFile[]): Promise<HfWeightFiles> {
  const has = (isSuch: (format: WeightFormat, name: string) => boolean) => (format: WeightFormat) =>
    files.some(({ name }) => isSuch(format, name));
  const format =
    FORMATS.find(has(({ names }, name) => names.test(name))) ?? FORMATS.find(has(({ index }, name) => index === name));
  if (format === undefined) throw noWeights(files);
  const { container } = format;
  const index = findFile(files, format.index);
  if (index !== undefined) return { container, ...(await readIndex(index, files)) };
  const found = files.filter((file) => format.names.test(file.name));
  const single = findFile(found, format.single) ?? (found.length === 1 ? found[0] : undefined);
  if (single === undefined) throw missing(format.index, "the weights are in several files, but their index is missing");
  return { container, files: [single], indexFiles: [], fileOf: () => single.name };
}

async function readIndex(index: NamedFile, files: readonly NamedFile[]): Promise<Omit<HfWeightFiles, "container">> {
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
    const file = findFile(files, name);
    if (file !== undefined) return file;
    throw missing(printable(name), "the index names it, but the file is missing");
  });
  return { files: weights, indexFiles: [index], fileOf: (tensor) => fileOf.get(tensor) };
}

function noWeights(files: readonly NamedFile[]): CheckpointError {
  const pickled = files.find((file) => /\.(bin|pth|pt)$/.test(file.name));
  if (pickled === undefined) return missing("model.safetensors", "there are no weights among the files");
  return new CheckpointError("unsupported-format", {
    file: pickled.name,
    problem: "PyTorch weights are read from files named pytorch_model.bin or pytorch_model-00001-of-00002.bin only",
    advice:
      "Choose a folder that transformers wrote, or a GGUF file: " +
      "AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER).",
  });
}

function missing(file: string, problem: string): CheckpointError {
  return new CheckpointError("missing-file", { file, problem, advice: "Choose the model's whole folder." });
}
