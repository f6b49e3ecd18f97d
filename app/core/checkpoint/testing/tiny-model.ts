import { arraySource, type NamedFile } from "../../byte-source";
import type { GgufMetadata } from "../../gguf/gguf-writer";
import type { ModelShape } from "../../models/variant-card";
import { buildGguf, type GgufTensorInput } from "./build-gguf";
import { buildSafetensors, type SafetensorsInput } from "./build-safetensors";
import { buildTorch } from "./build-torch";
import { tinyTokenizerJson, tinyVocabulary } from "./tiny-vocabulary";

/** A tensor of a model that tests make up: Hugging Face name and row order. */
export interface TinyTensor {
  name: string;
  shape: number[];
  values: Float32Array<ArrayBuffer>;
}

/** All weights of a Llama of the given shape, pseudo-random and always the same. */
export function tinyTensors(shape: ModelShape): TinyTensor[] {
  const { hiddenSize, intermediateSize, headDim } = shape;
  const shapes: [string, number[]][] = [["model.embed_tokens", [shape.vocabSize, hiddenSize]]];
  for (let layer = 0; layer < shape.layers; layer++) {
    const prefix = `model.layers.${layer}`;
    shapes.push(
      [`${prefix}.input_layernorm`, [hiddenSize]],
      [`${prefix}.self_attn.q_proj`, [shape.heads * headDim, hiddenSize]],
      [`${prefix}.self_attn.k_proj`, [shape.kvHeads * headDim, hiddenSize]],
      [`${prefix}.self_attn.v_proj`, [shape.kvHeads * headDim, hiddenSize]],
      [`${prefix}.self_attn.o_proj`, [hiddenSize, shape.heads * headDim]],
      [`${prefix}.post_attention_layernorm`, [hiddenSize]],
      [`${prefix}.mlp.gate_proj`, [intermediateSize, hiddenSize]],
      [`${prefix}.mlp.up_proj`, [intermediateSize, hiddenSize]],
      [`${prefix}.mlp.down_proj`, [hiddenSize, intermediateSize]],
    );
  }
  shapes.push(["model.norm", [hiddenSize]]);
  if (!shape.tiedEmbeddings) shapes.push(["lm_head", [shape.vocabSize, hiddenSize]]);
  const random = randomNumbers(20240601);
  return shapes.map(([name, size]) => ({
    name: `${name}.weight`,
    shape: size,
    values: Float32Array.from({ length: size.reduce((a, b) => a * b, 1) }, () => random() * 0.2 - 0.1),
  }));
}

const WEIGHT_FILES = {
  safetensors: { build: buildSafetensors, stem: "model", extension: "safetensors" },
  pytorch: { build: buildTorch, stem: "pytorch_model", extension: "bin" },
};

/** A Hugging Face folder; weights in `shards` files, with an index if there are several, and in float32 unless given. */
export function tinyFolder(
  shape: ModelShape,
  shards = 1,
  container: keyof typeof WEIGHT_FILES = "safetensors",
  tensors: readonly SafetensorsInput[] = float32Tensors(shape),
): NamedFile[] {
  const { build, stem, extension } = WEIGHT_FILES[container];
  const files = [textFile("config.json", JSON.stringify(tinyConfig(shape)))];
  if (shards === 1) files.push({ name: `${stem}.${extension}`, bytes: arraySource(build(tensors)) });
  else {
    const weightMap: Record<string, string> = {};
    for (let i = 0; i < shards; i++) {
      const part = tensors.filter((_, index) => index % shards === i);
      const name = `${stem}-${String(i + 1).padStart(5, "0")}-of-${String(shards).padStart(5, "0")}.${extension}`;
      for (const tensor of part) weightMap[tensor.name] = name;
      files.push({ name, bytes: arraySource(build(part)) });
    }
    files.push(textFile(`${stem}.${extension}.index.json`, JSON.stringify({ metadata: {}, weight_map: weightMap })));
  }
  files.push(textFile("tokenizer.json", tinyTokenizerJson(shape.vocabSize)));
  return files;
}

function float32Tensors(shape: ModelShape): SafetensorsInput[] {
  return tinyTensors(shape).map(({ name, shape: size, values }) => {
    return { name, dtype: "F32", shape: size, data: bytesOf(values) };
  });
}

/** `config.json` as transformers 4 writes it. */
export function tinyConfig(shape: ModelShape): Record<string, unknown> {
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    hidden_size: shape.hiddenSize,
    intermediate_size: shape.intermediateSize,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.kvHeads,
    head_dim: shape.headDim,
    vocab_size: shape.vocabSize,
    tie_word_embeddings: shape.tiedEmbeddings,
    rms_norm_eps: shape.normEps,
    rope_theta: shape.ropeTheta,
    rope_scaling: null,
    torch_dtype: "float32",
  };
}

/** The same model as {@link tinyFolder}, as llama.cpp would write it in float32: q and k with rotary pairs interleaved. */
export function tinyGguf(shape: ModelShape): Uint8Array<ArrayBuffer> {
  return buildGguf({ metadata: tinyGgufMetadata(shape), tensors: tinyGgufTensors(shape) });
}

export function tinyGgufTensors(shape: ModelShape, tensors = tinyTensors(shape)): GgufTensorInput[] {
  return tensors.map(({ name, shape: size, values }) => {
    const interleaved = /[qk]_proj/.test(name) ? interleaveRows(values, size[1] ?? 1, shape.headDim) : values;
    return { name: ggmlName(name), shape: size, type: 0, data: bytesOf(interleaved) };
  });
}

export function tinyGgufMetadata(shape: ModelShape): GgufMetadata {
  const { tokens, types, merges } = tinyVocabulary(shape.vocabSize);
  return [
    ["general.architecture", { text: "llama" }],
    ["general.name", { text: "tiny" }],
    ["llama.embedding_length", { u32: shape.hiddenSize }],
    ["llama.feed_forward_length", { u32: shape.intermediateSize }],
    ["llama.block_count", { u32: shape.layers }],
    ["llama.attention.head_count", { u32: shape.heads }],
    ["llama.attention.head_count_kv", { u32: shape.kvHeads }],
    ["llama.attention.key_length", { u32: shape.headDim }],
    ["llama.attention.layer_norm_rms_epsilon", { f32: shape.normEps }],
    ["llama.rope.freq_base", { f32: shape.ropeTheta }],
    ["llama.vocab_size", { u32: shape.vocabSize }],
    ["tokenizer.ggml.model", { text: "gpt2" }],
    ["tokenizer.ggml.pre", { text: "gpt-2" }],
    ["tokenizer.ggml.tokens", { texts: tokens }],
    ["tokenizer.ggml.token_type", { i32s: types }],
    ["tokenizer.ggml.merges", { texts: merges }],
    ["tokenizer.ggml.add_bos_token", { bool: false }],
  ];
}

export function textFile(name: string, text: string): NamedFile {
  return { name, bytes: arraySource(new TextEncoder().encode(text)) };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

const GGML_PARTS: readonly (readonly [string, string])[] = [
  ["model.embed_tokens", "token_embd"],
  ["model.norm", "output_norm"],
  ["lm_head", "output"],
  ["model.layers.", "blk."],
  ["input_layernorm", "attn_norm"],
  ["self_attn.o_proj", "attn_output"],
  ["self_attn.q_proj", "attn_q"],
  ["self_attn.k_proj", "attn_k"],
  ["self_attn.v_proj", "attn_v"],
  ["post_attention_layernorm", "ffn_norm"],
  ["mlp.gate_proj", "ffn_gate"],
  ["mlp.up_proj", "ffn_up"],
  ["mlp.down_proj", "ffn_down"],
];

function ggmlName(name: string): string {
  return GGML_PARTS.reduce((text, [from, to]) => text.replace(from, to), name);
}

/** llama.cpp's order: within a head, rows 0, half, 1, half + 1, … */
function interleaveRows(values: Float32Array, columns: number, headDim: number): Float32Array {
  const out = new Float32Array(values.length);
  const half = headDim / 2;
  let to = 0;
  for (let head = 0; head < values.length / columns; head += headDim) {
    for (let pair = 0; pair < half; pair++) {
      for (const row of [head + pair, head + pair + half]) {
        out.set(values.subarray(row * columns, (row + 1) * columns), to);
        to += columns;
      }
    }
  }
  return out;
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
