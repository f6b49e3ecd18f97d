import { CheckpointError } from "../errors";
import type { ModelShape } from "../models/variant-card";
import { checkShape } from "./check-shape";
import type { GgufHeader } from "./gguf-header";
import type { GgufValue } from "./gguf-values";
import { printable } from "./printable";

/**
 * The model's shape from `llama.*` metadata. The vocabulary's size is `llama.vocab_size` where given, else the rows of the
 * embedding; embeddings are tied where there is no `output.weight`.
 * Throws CheckpointError "bad-header", or "unsupported-format" for what is not a plain Llama.
 */
export function ggufShape({ metadata, tensors }: GgufHeader, file: string): ModelShape {
  checkPlainLlama(metadata, file);
  const required = (key: string): number => {
    const value = metadata.get(key);
    if (typeof value === "number") return value;
    const problem = value === undefined ? "it is missing" : "it is not a number";
    throw new CheckpointError("bad-header", {
      file,
      place: key,
      problem,
      advice: "Choose a GGUF file of a Llama model.",
    });
  };
  const optional = (key: string, fallback: number): number => (metadata.has(key) ? required(key) : fallback);

  const hiddenSize = required("llama.embedding_length");
  const heads = required("llama.attention.head_count");
  const rows = tensors.find((tensor) => tensor.name === "token_embd.weight")?.shape[0];
  const shape: ModelShape = {
    hiddenSize,
    intermediateSize: required("llama.feed_forward_length"),
    layers: required("llama.block_count"),
    heads,
    kvHeads: optional("llama.attention.head_count_kv", heads),
    headDim: optional("llama.attention.key_length", hiddenSize / heads),
    vocabSize: rows === undefined ? required("llama.vocab_size") : optional("llama.vocab_size", rows),
    tiedEmbeddings: !tensors.some((tensor) => tensor.name === "output.weight"),
    normEps: required("llama.attention.layer_norm_rms_epsilon"),
    ropeTheta: optional("llama.rope.freq_base", 10000),
  };
  checkShape(shape, file, "llama.* metadata");
  for (const key of ["llama.attention.value_length", "llama.rope.dimension_count"]) {
    const value = optional(key, shape.headDim);
    if (value !== shape.headDim)
      throw unsupported(file, key, `it is ${value} where heads have ${shape.headDim} values`);
  }
  return shape;
}

function checkPlainLlama(metadata: ReadonlyMap<string, GgufValue>, file: string): void {
  const architecture = metadata.get("general.architecture");
  if (architecture !== "llama") {
    const found = typeof architecture === "string" ? `is "${printable(architecture.slice(0, 40))}"` : "is not given";
    throw unsupported(file, "general.architecture", `the architecture ${found}; only Llama and Mistral can run`);
  }
  const type = metadata.get("general.type") ?? "model";
  if (type !== "model") throw unsupported(file, "general.type", "it holds an adapter or a part, not a whole model");
  const scaling = metadata.get("llama.rope.scaling.type") ?? "none";
  if (scaling !== "none") throw unsupported(file, "llama.rope.scaling.type", "scaled rotary embeddings cannot run");
  const factor = metadata.get("llama.rope.scale_linear") ?? 1;
  if (factor !== 1) throw unsupported(file, "llama.rope.scale_linear", "scaled rotary embeddings cannot run");
  const experts = metadata.get("llama.expert_count") ?? 0;
  if (experts !== 0) throw unsupported(file, "llama.expert_count", "mixtures of experts cannot run");
  const window = metadata.get("llama.attention.sliding_window") ?? 0;
  if (window !== 0) throw unsupported(file, "llama.attention.sliding_window", "sliding-window attention cannot run");
}

function unsupported(file: string, place: string, problem: string): CheckpointError {
  const advice = "Choose a GGUF file of one of the supported models.";
  return new CheckpointError("unsupported-format", { file, place, problem, advice });
}
