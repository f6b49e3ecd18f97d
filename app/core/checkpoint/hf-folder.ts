import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { hfTokenizer } from "../tokenizer/hf-tokenizer";
import { requireFile } from "./find-file";
import { hfShape } from "./hf-config";
import { hfWeightFiles } from "./hf-weight-files";
import { printable } from "./printable";
import { readSafetensorsHeader } from "./safetensors-header";
import { type JsonObject, readStrictJson } from "./strict-json";
import { readTorchFile } from "./torch/torch-file";
import type { Checkpoint, SourceTensor } from "./types";

/** config.json: 1 KB; a thousand times that. */
const MAX_CONFIG_BYTES = 1 << 20;

/** Rotary frequencies that old checkpoints carry along; they follow from the config. */
const IGNORED_TENSOR = /^model\.layers\.\d+\.self_attn\.rotary_emb\.inv_freq$/;

interface Options {
  label?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Opens the files of a Hugging Face folder: config.json, a tokenizer and weights, safetensors or else PyTorch's, in one file or
 * sharded. Other files are left alone. Reads headers only. Throws CheckpointError.
 */
export async function openHfFolder(files: readonly NamedFile[], { label, signal }: Options): Promise<Checkpoint> {
  const config = requireFile(files, "config.json", "It comes with the weights: choose the whole folder.");
  const weights = await hfWeightFiles(files);
  signal?.throwIfAborted();

  const place = "the model's configuration";
  const settings = await readStrictJson(config.bytes, MAX_CONFIG_BYTES, {
    file: config.name,
    place,
    code: "bad-header",
  });
  const shape = hfShape(settings, config.name);
  const tokenizer = await hfTokenizer(files, shape.vocabSize);
  const tensors = new Map<string, SourceTensor>();
  const readTensors = weights.container === "safetensors" ? readSafetensorsHeader : readTorchFile;
  for (const file of weights.files) {
    signal?.throwIfAborted();
    for (const tensor of await readTensors(file)) {
      if (weights.fileOf(tensor.name) !== file.name) throw misplaced(tensor);
      if (!IGNORED_TENSOR.test(tensor.name)) tensors.set(tensor.name, tensor);
    }
  }
  // Whatever the file holds, a tied model's output layer is its embedding.
  if (shape.tiedEmbeddings) tensors.delete("lm_head.weight");

  const used = [config, ...weights.files, ...weights.indexFiles, ...tokenizer.files];
  return {
    container: weights.container,
    label: label ?? nameOf(settings) ?? config.name,
    shape,
    tensors,
    tokenizer: { json: tokenizer.json, file: tokenizer.file },
    files: used.map(({ name, bytes }) => ({ name, sizeBytes: bytes.byteLength })),
  };
}

function misplaced({ file, name }: SourceTensor): CheckpointError {
  return new CheckpointError("bad-header", {
    file,
    place: printable(name),
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
