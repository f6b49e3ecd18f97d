import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { checkTokenizerJson } from "../tokenizer/check-tokenizer-json";
import { hfShape } from "./hf-config";
import { hfWeightFiles } from "./hf-weight-files";
import { readSafetensorsHeader } from "./safetensors-header";
import { decodeUtf8, type JsonObject, readStrictJson, readWhole } from "./strict-json";
import type { Checkpoint, SourceTensor } from "./types";

/** config.json: 1 KB; a thousand times that. */
const MAX_CONFIG_BYTES = 1 << 20;
/** tokenizer.json: Llama 3's, with merges in the longer of the two spellings, is 17 MB. */
const MAX_TOKENIZER_BYTES = 1 << 26;

/** Rotary frequencies that old checkpoints carry along; they follow from the config. */
const IGNORED_TENSOR = /^model\.layers\.\d+\.self_attn\.rotary_emb\.inv_freq$/;

interface Options {
  label?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Opens the files of a Hugging Face folder: config.json, tokenizer.json and safetensors, in one file or sharded. Other files
 * are left alone. Reads headers only. Throws CheckpointError.
 */
export async function openHfFolder(files: readonly NamedFile[], { label, signal }: Options): Promise<Checkpoint> {
  const config = requireFile(files, "config.json", "It comes with the weights: choose the whole folder.");
  const weights = await hfWeightFiles(files);
  const tokenizer = requireFile(files, "tokenizer.json", tokenizerAdvice(files));
  signal?.throwIfAborted();

  const place = "the model's configuration";
  const settings = await readStrictJson(config.bytes, MAX_CONFIG_BYTES, {
    file: config.name,
    place,
    code: "bad-header",
  });
  const shape = hfShape(settings, config.name);
  const tensors = new Map<string, SourceTensor>();
  for (const file of weights.files) {
    signal?.throwIfAborted();
    for (const tensor of await readSafetensorsHeader(file)) {
      if (weights.fileOf(tensor.name) !== file.name) throw misplaced(tensor);
      if (!IGNORED_TENSOR.test(tensor.name)) tensors.set(tensor.name, tensor);
    }
  }
  // Whatever the file holds, a tied model's output layer is its embedding.
  if (shape.tiedEmbeddings) tensors.delete("lm_head.weight");

  const at = { file: tokenizer.name, place: "the tokenizer", code: "bad-tokenizer" } as const;
  const json = decodeUtf8(await readWhole(tokenizer.bytes, MAX_TOKENIZER_BYTES, at), at);
  checkTokenizerJson(json, tokenizer.name, shape.vocabSize);
  const used = [config, ...weights.files, ...weights.indexFiles, tokenizer];
  return {
    container: "safetensors",
    label: label ?? nameOf(settings) ?? config.name,
    shape,
    tensors,
    tokenizer: { json, file: tokenizer.name },
    files: used.map(({ name, bytes }) => ({ name, sizeBytes: bytes.byteLength })),
  };
}

function requireFile(files: readonly NamedFile[], name: string, advice: string): NamedFile {
  const [file, second] = files.filter((candidate) => candidate.name === name);
  if (file === undefined) {
    throw new CheckpointError("missing-file", { file: name, problem: "the file is missing", advice });
  }
  if (second === undefined) return file;
  const problem = "there are two files of this name";
  throw new CheckpointError("not-a-checkpoint", { file: name, problem, advice: "Choose one model's folder only." });
}

function tokenizerAdvice(files: readonly NamedFile[]): string {
  if (!files.some((file) => file.name === "tokenizer.model"))
    return "It comes with the weights: choose the whole folder.";
  return (
    "The folder has only tokenizer.model. Write a tokenizer.json beside it in Python: " +
    "transformers.AutoTokenizer.from_pretrained(FOLDER, use_fast=True).save_pretrained(FOLDER)."
  );
}

function misplaced({ file, name }: SourceTensor): CheckpointError {
  return new CheckpointError("bad-header", {
    file,
    place: name.slice(0, 120).replace(/\p{C}/gu, "?"),
    problem: "the index names no such tensor in this file",
    advice: "Choose the files of one model only, with the index that belongs to them.",
  });
}

/** The last part of `_name_or_path`: `starmpcc/Asclepius-7B` is "Asclepius-7B". */
function nameOf(config: JsonObject): string | undefined {
  const path = config._name_or_path;
  const last = typeof path === "string" ? path.split(/[\\/]/).at(-1) : undefined;
  return last === undefined || !/^[\w.-]{1,80}$/.test(last) ? undefined : last;
}
