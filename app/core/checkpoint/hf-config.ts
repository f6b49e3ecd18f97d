import { CheckpointError } from "../errors";
import type { ModelShape } from "../models/variant-card";
import { checkShape } from "./check-shape";
import { isJsonObject, type JsonObject } from "./strict-json";

const MODEL_TYPES: readonly unknown[] = ["llama", "mistral"];

/**
 * The model's shape from a Hugging Face `config.json`, in the spelling of transformers 4 (`rope_theta`, `rope_scaling`) or of
 * transformers 5 (`rope_parameters`). What the file leaves out has the default of LlamaConfig.
 * Throws CheckpointError "bad-header", or "unsupported-format" for what is not a plain Llama or Mistral.
 */
export function hfShape(config: JsonObject, file: string): ModelShape {
  checkPlainLlama(config, file);
  const number = (key: string, fallback?: number): number => {
    const value = config[key] ?? fallback;
    if (typeof value === "number") return value;
    const problem = value === undefined ? "it is missing" : "it is not a number";
    const advice = "Choose the folder of a Llama model, with the config.json that belongs to it.";
    throw new CheckpointError("bad-header", { file, place: key, problem, advice });
  };
  const hiddenSize = number("hidden_size");
  const heads = number("num_attention_heads");
  const shape: ModelShape = {
    hiddenSize,
    intermediateSize: number("intermediate_size"),
    layers: number("num_hidden_layers"),
    heads,
    kvHeads: number("num_key_value_heads", heads),
    headDim: number("head_dim", hiddenSize / heads),
    vocabSize: number("vocab_size"),
    tiedEmbeddings: config.tie_word_embeddings === true,
    normEps: number("rms_norm_eps", 1e-6),
    ropeTheta: ropeTheta(config, file),
  };
  checkShape(shape, file, "the model's numbers");
  return shape;
}

function ropeTheta(config: JsonObject, file: string): number {
  const parameters = config.rope_parameters;
  const nested = isJsonObject(parameters) ? parameters.rope_theta : undefined;
  const value = nested ?? config.rope_theta ?? 10000;
  if (typeof value === "number") return value;
  const advice = "Choose the folder of a Llama model, with the config.json that belongs to it.";
  throw new CheckpointError("bad-header", { file, place: "rope_theta", problem: "it is not a number", advice });
}

function checkPlainLlama(config: JsonObject, file: string): void {
  const unsupported = (place: string, problem: string, advice = "Choose one of the supported models."): never => {
    throw new CheckpointError("unsupported-format", { file, place, problem, advice });
  };
  if (!MODEL_TYPES.includes(config.model_type)) {
    unsupported("model_type", "the architecture is neither Llama nor Mistral");
  }
  for (const key of ["rope_scaling", "rope_parameters"]) {
    if (!isPlainRope(config[key])) unsupported(key, "scaled rotary embeddings cannot run");
  }
  if (config.quantization_config !== undefined && config.quantization_config !== null) {
    const advice = "Choose the unquantized model: this app quantizes it itself.";
    unsupported("quantization_config", "the weights are already quantized in a format that cannot be read", advice);
  }
  if ((config.hidden_act ?? "silu") !== "silu") unsupported("hidden_act", "only silu can run");
  for (const key of ["attention_bias", "mlp_bias"]) {
    if (config[key] === true) unsupported(key, "layers with biases cannot run");
  }
  const window = config.sliding_window;
  if (typeof window === "number") unsupported("sliding_window", "sliding-window attention cannot run");
}

/** True for no scaling at all: absent, null, or a type of "default" or "none". */
function isPlainRope(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (!isJsonObject(value)) return false;
  const type = value.rope_type ?? value.type ?? "default";
  return type === "default" || type === "none";
}
