import { beforeAll, describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { readGgufHeader } from "../checkpoint/gguf-header";
import { SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { StorageError } from "../errors";
import type { ModelShape } from "../models/variant-card";
import type { TensorCache } from "../shards/tensor-cache";
import { ggufWeightBytes } from "./gguf-tensors";
import { type GgufPlan, planGguf } from "./plan-gguf";
import { assembleGguf, type ConvertedModel, convertTiny } from "./testing/converted-model";

type CacheShard = TensorCache["records"][number];
type CacheRecord = CacheShard["records"][number];

let model: ConvertedModel;
beforeAll(async () => {
  model = await convertTiny(SMALL_SHAPE);
});

function planWith(cache: TensorCache): GgufPlan {
  return planGguf(model.card, cache);
}

/** The cache with one record replaced by what `change` makes of it: none, one or several. */
function changed(name: string, change: (record: CacheRecord) => CacheRecord[]): TensorCache {
  const records = model.cache.records.map((shard) => ({
    ...shard,
    records: shard.records.flatMap((record) => (record.name === name ? change(record) : [record])),
  }));
  return { ...model.cache, records };
}

function problemWith(cache: TensorCache): StorageError {
  try {
    planWith(cache);
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
  throw new Error("a StorageError was expected");
}

describe("planGguf", () => {
  it("lists llama.cpp's tensors: matrices in Q4_0, norms in F32", async () => {
    const { file } = await assembleGguf(model);
    const { tensors } = await readGgufHeader(arraySource(file), "a.gguf");
    const found = tensors.map(({ name, shape, dtype }) => `${name} ${dtype} ${shape.join("x")}`);
    expect(found.slice(0, 10)).toEqual([
      "token_embd.weight Q4_0 300x128",
      "blk.0.attn_norm.weight F32 128",
      "blk.0.attn_q.weight Q4_0 128x128",
      "blk.0.attn_k.weight Q4_0 64x128",
      "blk.0.attn_v.weight Q4_0 64x128",
      "blk.0.attn_output.weight Q4_0 128x128",
      "blk.0.ffn_norm.weight F32 128",
      "blk.0.ffn_gate.weight Q4_0 192x128",
      "blk.0.ffn_up.weight Q4_0 192x128",
      "blk.0.ffn_down.weight Q4_0 128x192",
    ]);
    expect(found.slice(19)).toEqual(["output_norm.weight F32 128", "output.weight Q4_0 300x128"]);
    expect(tensors.every(({ byteOffset }) => byteOffset % 32 === 0)).toBe(true);
  });

  it("says of the model what llama.cpp must know", async () => {
    const { plan, file } = await assembleGguf(model);
    const { metadata } = await readGgufHeader(arraySource(file), "a.gguf");
    expect(Object.fromEntries([...metadata].filter(([key]) => key !== "tokenizer.ggml.tokens"))).toEqual({
      "general.architecture": "llama",
      "general.name": "Small test Llama",
      "general.alignment": 32,
      "general.file_type": 2,
      "general.quantization_version": 2,
      "llama.context_length": 4096,
      "llama.embedding_length": 128,
      "llama.block_count": 2,
      "llama.feed_forward_length": 192,
      "llama.attention.head_count": 4,
      "llama.attention.head_count_kv": 2,
      "llama.attention.key_length": 32,
      "llama.attention.value_length": 32,
      "llama.attention.layer_norm_rms_epsilon": Math.fround(1e-5),
      "llama.rope.dimension_count": 32,
      "llama.rope.freq_base": 10000,
      "llama.vocab_size": 300,
      "tokenizer.ggml.model": "llama",
    });
    // One token an embedding, each with a text of its own: llama.cpp aborts where two have the same.
    const tokens = metadata.get("tokenizer.ggml.tokens");
    expect(tokens).toHaveLength(300);
    expect(new Set(tokens as string[]).size).toBe(300);
    expect(plan.head.byteLength % 32).toBe(0);
  });

  it("is plain data, and says what of the file each shard fills", () => {
    const { shards } = planWith(model.cache);
    expect(JSON.parse(JSON.stringify(shards))).toEqual(shards);
    expect(shards).toHaveLength(1);
    expect(shards[0]).toMatchObject({ file: "params_shard_0.bin", byteLength: model.shards[0]?.byteLength });
    const parts = new Map(shards[0]?.parts.map((part) => [part.tensor, part]));
    expect(parts.size).toBe(21);
    const rows = ["attn_q", "attn_k", "attn_v", "ffn_gate", "ffn_up"].map((name) => parts.get(`blk.1.${name}.weight`));
    expect(rows).toMatchObject([
      { startRow: 0, endRow: 128, interleavedHeadDim: 32 },
      { startRow: 128, endRow: 192, interleavedHeadDim: 32 },
      { startRow: 192, endRow: 256 },
      { startRow: 0, endRow: 192 },
      { startRow: 192, endRow: 384 },
    ]);
    expect(rows[2]).not.toHaveProperty("interleavedHeadDim");
  });

  const scale = "model.layers.1.mlp.down_proj.q_scale";
  it.each<[string, string, (record: CacheRecord) => CacheRecord[], string]>([
    ["a matrix's scales", scale, () => [], "is missing"],
    ["a matrix's nibbles", "lm_head.q_weight", () => [], "is missing"],
    ["a norm", "model.norm.weight", () => [], "is missing"],
    ["too few rows", scale, (record) => [{ ...record, shape: [127, 3] }], "shape"],
    ["rows and columns exchanged", scale, (record) => [{ ...record, shape: [3, 128] }], "shape"],
    ["another dtype", scale, (record) => [{ ...record, dtype: "float32" }], "shape"],
    ["other bytes", scale, (record) => [{ ...record, nbytes: record.nbytes - 4 }], "within its shard"],
    ["an offset past the end", scale, (record) => [{ ...record, byteOffset: 2 ** 30 }], "within its shard"],
    ["an offset before the start", scale, (record) => [{ ...record, byteOffset: -4 }], "within its shard"],
    ["an offset between words", scale, (record) => [{ ...record, byteOffset: record.byteOffset - 2 }], "within"],
    ["an offset that is no number", scale, (record) => [{ ...record, byteOffset: NaN }], "within its shard"],
  ])("names the tensor when storage has lost it: %s", (_, name, change, problem) => {
    const error = problemWith(changed(name, change));
    expect(error).toMatchObject({ name: "StorageError", code: "lost", retryable: false });
    expect(error.message).toMatch(/^Small test Llama: the stored tensor .* Delete the model and convert it again\.$/);
    expect(error.message).toContain(`${name} `);
    expect(error.message).toContain(problem);
  });

  it("asks for a matrix's scales after its nibbles", () => {
    const before = changed(scale, (record) => [{ ...record, byteOffset: 0 }]);
    expect(problemWith(before).message).toContain(`${scale} does not follow its weights`);
  });

  it("asks for nibbles and scales of a matrix in one shard", () => {
    const apart = changed(scale, () => []);
    const [record] = model.cache.records.flatMap(({ records }) => records.filter(({ name }) => name === scale));
    if (record === undefined) throw new Error("no scales");
    const alone = { ...record, byteOffset: 0 };
    apart.records.push({ dataPath: "b", format: "raw-shard", nbytes: record.nbytes, records: [alone] });
    expect(problemWith(apart).message).toContain(`${scale} does not follow its weights`);
  });
});

describe("ggufWeightBytes", () => {
  it("is the file without its head", async () => {
    for (const tiedEmbeddings of [false, true]) {
      const shape = { ...SMALL_SHAPE, tiedEmbeddings };
      const { plan } = await assembleGguf(await convertTiny(shape));
      expect(plan.byteLength - plan.head.byteLength).toBe(ggufWeightBytes(shape));
    }
  });

  it("is 4.5 bits a weight and 4 bytes a norm's value, for models of any size", () => {
    const llama3: ModelShape = {
      ...{ hiddenSize: 4096, intermediateSize: 14336, layers: 32, heads: 32, kvHeads: 8, headDim: 128 },
      ...{ vocabSize: 128256, tiedEmbeddings: false, normEps: 1e-5, ropeTheta: 500000 },
    };
    const norms = 65 * 4096;
    expect(ggufWeightBytes(llama3)).toBe(((8_030_261_248 - norms) / 32) * 18 + norms * 4);
  });

  it("counts the padding", () => {
    // A row of 128 values takes 72 bytes: 300 rows end on the alignment, and one more takes three units of 32 bytes.
    const one = { ...SMALL_SHAPE, vocabSize: 301 };
    expect(ggufWeightBytes(one) - ggufWeightBytes(SMALL_SHAPE)).toBe(2 * 96);
  });
});
