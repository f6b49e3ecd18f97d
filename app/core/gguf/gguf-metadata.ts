import type { VariantCard } from "../models/variant-card";
import { GGUF_ALIGNMENT, type GgufMetadata } from "./gguf-writer";

/** llama.h's LLAMA_FTYPE_MOSTLY_Q4_0. */
const FILE_TYPE_Q4_0 = 2;
/** ggml.h's GGML_QNT_VERSION. */
const QUANTIZATION_VERSION = 2;

/**
 * What llama.cpp must know of a Llama. Integers are uint32, epsilon and theta float32. Its own tokenizer is never used: only ids
 * go in and out. So the vocabulary is one short placeholder an embedding, which it reads in a fraction of the time that real
 * tokens and merges take.
 */
export function ggufMetadata({ name, shape, contextTokens }: VariantCard): GgufMetadata {
  return [
    ["general.architecture", { text: "llama" }],
    ["general.name", { text: name }],
    ["general.alignment", { u32: GGUF_ALIGNMENT }],
    ["general.file_type", { u32: FILE_TYPE_Q4_0 }],
    ["general.quantization_version", { u32: QUANTIZATION_VERSION }],
    ["llama.context_length", { u32: contextTokens }],
    ["llama.embedding_length", { u32: shape.hiddenSize }],
    ["llama.block_count", { u32: shape.layers }],
    ["llama.feed_forward_length", { u32: shape.intermediateSize }],
    ["llama.attention.head_count", { u32: shape.heads }],
    ["llama.attention.head_count_kv", { u32: shape.kvHeads }],
    ["llama.attention.key_length", { u32: shape.headDim }],
    ["llama.attention.value_length", { u32: shape.headDim }],
    ["llama.attention.layer_norm_rms_epsilon", { f32: shape.normEps }],
    ["llama.rope.dimension_count", { u32: shape.headDim }],
    ["llama.rope.freq_base", { f32: shape.ropeTheta }],
    ["llama.vocab_size", { u32: shape.vocabSize }],
    ["tokenizer.ggml.model", { text: "llama" }],
    ["tokenizer.ggml.tokens", { texts: Array.from({ length: shape.vocabSize }, (_, id) => id.toString(36)) }],
  ];
}
