import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { openCheckpoint } from "../checkpoint/open-checkpoint";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyFolder } from "../checkpoint/testing/tiny-model";
import type { Checkpoint, SourceTensor } from "../checkpoint/types";
import type { ModelShape } from "../models/variant-card";
import { type ConversionPlan, type PlannedTensor, shardTensors } from "./conversion-plan";
import { llamaOutputs } from "./llama-outputs";
import { planConversion, SHARD_BYTES } from "./plan-conversion";

const allTensors = (plan: ConversionPlan): PlannedTensor[] => plan.shards.flatMap(shardTensors);

/** A checkpoint of any size that has headers only: a plan reads no more. */
function hollowCheckpoint(shape: ModelShape): Checkpoint {
  const tensors = new Map<string, SourceTensor>();
  for (const { kind, columns, sources } of llamaOutputs(shape)) {
    for (const { tensor: name, tensorRows: rows } of sources) {
      const size = kind === "float32" ? [columns] : [rows, columns];
      const byteLength = rows * columns * 2;
      const bytes = arraySource(new Uint8Array(0));
      tensors.set(name, { name, shape: size, dtype: "F16", file: "w", bytes, byteOffset: 0, byteLength });
    }
  }
  return { container: "safetensors", label: "hollow", shape, tensors, tokenizer: { json: "", file: "" }, files: [] };
}

const llama3: ModelShape = {
  ...{ hiddenSize: 4096, intermediateSize: 14336, layers: 32, heads: 32, kvHeads: 8, headDim: 128 },
  ...{ vocabSize: 128256, tiedEmbeddings: false, normEps: 1e-5, ropeTheta: 500000 },
};

describe("planConversion", () => {
  it("plans MLC's tensors in order, with shapes, dtypes and where their rows come from", async () => {
    const plan = planConversion(await openCheckpoint(tinyFolder(SMALL_SHAPE)), cardOf(SMALL_SHAPE));
    const found = allTensors(plan).map(({ name, shape, dtype }) => `${name} ${dtype} ${shape.join("x")}`);
    expect(found.slice(0, 13)).toEqual([
      "model.embed_tokens.q_weight uint32 300x16",
      "model.embed_tokens.q_scale uint32 300x2",
      "model.layers.0.input_layernorm.weight float32 128",
      "model.layers.0.self_attn.qkv_proj.q_weight uint32 256x16",
      "model.layers.0.self_attn.qkv_proj.q_scale uint32 256x2",
      "model.layers.0.self_attn.o_proj.q_weight uint32 128x16",
      "model.layers.0.self_attn.o_proj.q_scale uint32 128x2",
      "model.layers.0.post_attention_layernorm.weight float32 128",
      "model.layers.0.mlp.gate_up_proj.q_weight uint32 384x16",
      "model.layers.0.mlp.gate_up_proj.q_scale uint32 384x2",
      "model.layers.0.mlp.down_proj.q_weight uint32 128x24",
      "model.layers.0.mlp.down_proj.q_scale uint32 128x3",
      "model.layers.1.input_layernorm.weight float32 128",
    ]);
    expect(found.slice(-3)).toEqual([
      "model.norm.weight float32 128",
      "lm_head.q_weight uint32 300x16",
      "lm_head.q_scale uint32 300x2",
    ]);
    const qkv = allTensors(plan).find(({ name }) => name === "model.layers.1.self_attn.qkv_proj.q_scale");
    expect(qkv?.sources).toEqual([
      { tensor: "model.layers.1.self_attn.q_proj.weight", startRow: 0, endRow: 128, outputRow: 0 },
      { tensor: "model.layers.1.self_attn.k_proj.weight", startRow: 0, endRow: 64, outputRow: 128 },
      { tensor: "model.layers.1.self_attn.v_proj.weight", startRow: 0, endRow: 64, outputRow: 192 },
    ]);
  });

  it("has no output layer where embeddings are tied, and totals that add up", async () => {
    const tied = { ...SMALL_SHAPE, tiedEmbeddings: true };
    const checkpoint = await openCheckpoint(tinyFolder(tied));
    const plan = planConversion(checkpoint, cardOf(tied));
    const tensors = allTensors(plan);
    expect(tensors.some(({ name }) => name.startsWith("lm_head"))).toBe(false);
    expect(plan.tensorCount).toBe(tensors.length);
    expect(plan.outputBytes).toBe(tensors.reduce((total, { byteLength }) => total + byteLength, 0));
    expect(plan.sourceBytes).toBe(
      [...checkpoint.tensors.values()].reduce((all, { byteLength }) => all + byteLength, 0),
    );
    expect(plan.parameterCount).toBe(plan.sourceBytes / 4);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("keeps shards near 32 MiB, matrices whole, and every byte of a shard in use", () => {
    const plan = planConversion(hollowCheckpoint(llama3), cardOf(llama3));
    expect(plan.parameterCount).toBe(8_030_261_248);
    expect(plan.shards.length).toBeGreaterThan(90);
    plan.shards.forEach((shard, i) => {
      let next = 0;
      for (const tensor of shardTensors(shard)) {
        expect(tensor).toMatchObject({ byteOffset: next, shardIndex: i });
        expect(tensor.byteOffset % 4).toBe(0);
        next += tensor.byteLength;
      }
      expect(shard).toMatchObject({ byteLength: next, index: i, file: `params_shard_${i}.bin` });
      if (next > SHARD_BYTES) expect(shard.outputs).toHaveLength(1);
      const following = plan.shards[i + 1]?.outputs[0];
      if (following === undefined) return;
      const more = following.kind === "float32" ? following.tensor.byteLength : following.weight.byteLength * 1.125;
      expect(next + more).toBeGreaterThan(SHARD_BYTES);
    });
  });

  it("divides a vocabulary's matrix that some devices could not bind, and leaves no row out", () => {
    const plan = planConversion(hollowCheckpoint(llama3), cardOf(llama3));
    const parts = allTensors(plan).filter(({ name }) =>
      /^(model\.embed_tokens|lm_head)\.parts\.\d+\.q_weight$/.test(name),
    );
    expect(parts.map(({ name, shape, sources }) => [name, shape, sources])).toEqual(
      ["model.embed_tokens", "lm_head"].flatMap((name) =>
        [0, 64128].map((startRow, part) => [
          `${name}.parts.${part}.q_weight`,
          [64128, 512],
          [{ tensor: `${name}.weight`, startRow, endRow: startRow + 64128, outputRow: 0 }],
        ]),
      ),
    );
    for (const { byteLength } of parts) expect(byteLength).toBeLessThanOrEqual(2 ** 27);
    expect(plan.sourceBytes).toBe(plan.parameterCount * 2);
  });

  it("says which tensor is missing, misshapen or foreign", async () => {
    const plan = async (change: (tensors: Map<string, SourceTensor>) => void): Promise<unknown> => {
      const checkpoint = hollowCheckpoint(SMALL_SHAPE);
      const tensors = new Map(checkpoint.tensors);
      change(tensors);
      return problemIn(() => planConversion({ ...checkpoint, tensors }, cardOf(SMALL_SHAPE)));
    };
    const name = "model.layers.1.mlp.up_proj.weight";
    const some = hollowCheckpoint(SMALL_SHAPE).tensors.get(name);
    if (some === undefined) throw new Error("no tensor");
    expect(await plan((tensors) => tensors.delete(name))).toMatchObject({ code: "missing-tensor", place: name });
    for (const shape of [[192, 64], [128, 192], [192], [192, 128, 1]]) {
      const problem = await plan((tensors) => tensors.set(name, { ...some, shape }));
      expect(problem).toMatchObject({ code: "unexpected-shape", place: name });
    }
    const foreign = "model.layers.2.mlp.up_proj.weight";
    const problem = await plan((tensors) => tensors.set(foreign, { ...some, name: foreign }));
    expect(problem).toMatchObject({ code: "unsupported-format", place: foreign });
  });

  it("refuses rows that cannot be packed", async () => {
    const narrow = { ...SMALL_SHAPE, intermediateSize: 96 };
    const problem = await problemIn(() => planConversion(hollowCheckpoint(narrow), cardOf(narrow)));
    expect(problem).toMatchObject({ code: "unexpected-shape", place: "model.layers.0.mlp.down_proj" });
  });
});
