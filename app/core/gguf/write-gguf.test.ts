import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { decodeRows } from "../checkpoint/decode-rows";
import { readGgufHeader } from "../checkpoint/gguf-header";
import { SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyGgufTensors } from "../checkpoint/testing/tiny-model";
import { StorageError } from "../errors";
import { parseTokenizerJson } from "../tokenizer/check-tokenizer-json";
import { createTokenizer } from "../tokenizer/literal-tokenizer";
import { planGguf } from "./plan-gguf";
import { assembleGguf, convert, type ConvertedModel, convertTiny, openGgufBytes } from "./testing/converted-model";
import { writeGgufShard } from "./write-gguf";

const TEXTS = ["hello there", "BP 120/80, SpO2 98 %\n\n\t- ASA 81 mg", "é🙂 </s> \u0000", ""];

/** The same model with its only shard cut in several, each with some of the tensors. */
function inSeveralShards(model: ConvertedModel): ConvertedModel {
  const [bytes] = model.shards;
  const [whole] = model.cache.records;
  if (bytes === undefined || whole === undefined) throw new Error("no shard");
  // Cut after whole matrices: nibbles and scales stay together.
  const cuts = [0, 2, 5, 13, whole.records.length];
  const parts = cuts.slice(1).map((end, i) => whole.records.slice(cuts[i], end));
  const startOf = (part: typeof whole.records): number => part[0]?.byteOffset ?? 0;
  const ends = [...parts.slice(1).map(startOf), bytes.byteLength];
  return {
    ...model,
    cache: {
      ...model.cache,
      records: parts.map((records, i) => ({
        ...whole,
        dataPath: `params_shard_${i}.bin`,
        nbytes: (ends[i] ?? 0) - startOf(records),
        records: records.map((record) => ({ ...record, byteOffset: record.byteOffset - startOf(records) })),
      })),
    },
    shards: parts.map((part, i) => bytes.slice(startOf(part), ends[i])),
  };
}

describe("writeGgufShard", () => {
  it.each([
    ["grouped heads and an output layer", {}],
    ["tied embeddings", { tiedEmbeddings: true }],
    ["as many key-value heads as heads", { kvHeads: 4 }],
    ["heads that are wider than the model", { headDim: 64 }],
    ["one layer, and matrices that do not end on the alignment", { layers: 1, vocabSize: 333 }],
  ])("makes a file that converts to the same shards again: %s", async (_, change) => {
    const shape = { ...SMALL_SHAPE, ...change };
    const model = await convertTiny(shape);
    const checkpoint = await openGgufBytes(assembleGguf(model).file);
    expect(checkpoint.shape).toEqual({ ...shape, normEps: Math.fround(shape.normEps) });
    const again = await convert(checkpoint, model.card);
    expect(again.cache).toEqual(model.cache);
    expect(again.shards).toEqual(model.shards);
    const before = createTokenizer(model.tokenizerJson, "tokenizer.json");
    const after = createTokenizer(again.tokenizerJson, "tokenizer.json");
    for (const text of TEXTS) expect(after.encodeText(text)).toEqual(before.encodeText(text));
    for (const token of ["<s>", "</s>"]) expect(after.controlTokenId(token)).toBe(before.controlTokenId(token));
  });

  it("holds the weights in llama.cpp's order, within a step of 4 bits", async () => {
    const { file } = assembleGguf(await convertTiny(SMALL_SHAPE));
    const { tensors } = await readGgufHeader(arraySource(file), "a.gguf");
    const expected = tinyGgufTensors(SMALL_SHAPE);
    expect(tensors.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const [i, { dtype, byteOffset, byteLength, shape }] of tensors.entries()) {
      const count = shape.reduce((a, b) => a * b);
      const found = decodeRows(dtype, file.subarray(byteOffset, byteOffset + byteLength), count);
      const weights = new Float32Array(expected[i]?.data.slice().buffer ?? new ArrayBuffer(0));
      const worst = found.reduce((most, value, k) => Math.max(most, Math.abs(value - (weights[k] ?? 9))), 0);
      // Weights reach 0.1, so a step is at most 0.0125.
      expect(worst).toBeLessThan(dtype === "F32" ? 1e-30 : 0.0126);
    }
  });

  it("fills shared memory, anywhere in it, from several shards in any order", async () => {
    const model = await convertTiny(SMALL_SHAPE);
    const { file: expected } = assembleGguf(model);
    const several = inSeveralShards(model);
    const plan = planGguf(several.card, several.cache, parseTokenizerJson(several.tokenizerJson, "tokenizer.json"));
    expect(plan.shards.map(({ parts }) => parts.length)).toEqual([1, 4, 6, 10]);
    expect(plan.byteLength).toBe(expected.byteLength);
    const memory = new SharedArrayBuffer(64 + plan.byteLength + 64);
    const file = new Uint8Array(memory, 64, plan.byteLength);
    file.set(plan.head);
    for (const [i, shard] of [...plan.shards.entries()].reverse()) {
      // Where a shard starts within its buffer does not matter either.
      const bytes = new Uint8Array(4 + shard.byteLength).subarray(4);
      bytes.set(several.shards[i] ?? []);
      writeGgufShard(shard, bytes, file);
    }
    expect(file.slice()).toEqual(expected);
    const around = [...new Uint8Array(memory, 0, 64), ...new Uint8Array(memory, 64 + plan.byteLength)];
    expect(around.every((byte) => byte === 0)).toBe(true);
  });

  it("writes weights only: neither head nor padding", async () => {
    const model = await convertTiny({ ...SMALL_SHAPE, vocabSize: 301 });
    const plan = planGguf(model.card, model.cache, parseTokenizerJson(model.tokenizerJson, "tokenizer.json"));
    const file = new Uint8Array(plan.byteLength).fill(0xa5);
    plan.shards.forEach((shard, i) => writeGgufShard(shard, model.shards[i] ?? new Uint8Array(0), file));
    expect(file.subarray(0, plan.head.byteLength).every((byte) => byte === 0xa5)).toBe(true);
    // 301 rows of 72 bytes leave 24 bytes to the alignment.
    const end = plan.head.byteLength + 301 * 72;
    expect(file.subarray(end, end + 24).every((byte) => byte === 0xa5)).toBe(true);
  });

  it.each([-4, 4])("refuses a shard that is %i bytes longer than planned", async (more) => {
    const model = await convertTiny(SMALL_SHAPE);
    const { plan, file } = assembleGguf(model);
    const [shard] = plan.shards;
    if (shard === undefined) throw new Error("no shard");
    const write = (): void => writeGgufShard(shard, new Uint8Array(shard.byteLength + more), file);
    expect(write).toThrow(StorageError);
    expect(write).toThrow(/^params_shard_0\.bin: .* Delete the model and convert it again\.$/);
  });
});
