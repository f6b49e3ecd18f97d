import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { decodeRows } from "../checkpoint/decode-rows";
import { readGgufHeader } from "../checkpoint/gguf-header";
import { SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyGgufTensors } from "../checkpoint/testing/tiny-model";
import { StorageError } from "../errors";
import { planGguf } from "./plan-gguf";
import {
  assembleGguf,
  convert,
  type ConvertedModel,
  convertTiny,
  inPieces,
  openAssembled,
} from "./testing/converted-model";
import { writeGgufShard } from "./write-gguf";

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
    const checkpoint = await openAssembled(model);
    expect(checkpoint.shape).toEqual({ ...shape, normEps: Math.fround(shape.normEps) });
    const again = await convert(checkpoint, model.card);
    expect(again.cache).toEqual(model.cache);
    expect(again.shards).toEqual(model.shards);
  });

  it("holds the weights in llama.cpp's order, within a step of 4 bits", async () => {
    const { file } = await assembleGguf(await convertTiny(SMALL_SHAPE));
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
    const { file: expected } = await assembleGguf(model);
    const several = inSeveralShards(model);
    const plan = planGguf(several.card, several.cache);
    expect(plan.shards.map(({ parts }) => parts.length)).toEqual([1, 4, 6, 10]);
    expect(plan.byteLength).toBe(expected.byteLength);
    const memory = new SharedArrayBuffer(64 + plan.byteLength + 64);
    const file = new Uint8Array(memory, 64, plan.byteLength);
    file.set(plan.head);
    for (const [i, shard] of [...plan.shards.entries()].reverse()) {
      await writeGgufShard(shard, inPieces(several.shards[i] ?? new Uint8Array(0)), file);
    }
    expect(file.slice()).toEqual(expected);
    const around = [...new Uint8Array(memory, 0, 64), ...new Uint8Array(memory, 64 + plan.byteLength)];
    expect(around.every((byte) => byte === 0)).toBe(true);
  });

  it("writes weights only: neither head nor padding", async () => {
    const model = await convertTiny({ ...SMALL_SHAPE, vocabSize: 301 });
    const plan = planGguf(model.card, model.cache);
    const file = new Uint8Array(plan.byteLength).fill(0xa5);
    for (const [i, shard] of plan.shards.entries()) {
      await writeGgufShard(shard, inPieces(model.shards[i] ?? new Uint8Array(0)), file);
    }
    expect(file.subarray(0, plan.head.byteLength).every((byte) => byte === 0xa5)).toBe(true);
    // 301 rows of 72 bytes leave 24 bytes to the alignment.
    const end = plan.head.byteLength + 301 * 72;
    expect(file.subarray(end, end + 24).every((byte) => byte === 0xa5)).toBe(true);
  });

  it.each([1, 3, 70, 4096, 65_537])(
    "writes the same whether the shard comes whole or in pieces of %i bytes",
    async (size) => {
      const model = await convertTiny(SMALL_SHAPE);
      const { plan, file: expected } = await assembleGguf(model);
      const file = new Uint8Array(plan.byteLength);
      file.set(plan.head);
      const [[shard], [bytes]] = [plan.shards, model.shards];
      if (shard === undefined || bytes === undefined) throw new Error("no shard");
      await writeGgufShard(shard, inPieces(bytes, size), file);
      expect(file).toEqual(expected);
    },
  );

  it.each([
    [-4, "fewer"],
    [-1e9, "fewer"],
    [4, "more"],
    [1e6, "more"],
  ])("refuses a shard that is %i bytes longer than planned", async (more, problem) => {
    const { plan, file } = await assembleGguf(await convertTiny(SMALL_SHAPE));
    const [shard] = plan.shards;
    if (shard === undefined) throw new Error("no shard");
    const bytes = new Uint8Array(Math.max(0, shard.byteLength + more));
    const write = writeGgufShard(shard, inPieces(bytes), file);
    await expect(write).rejects.toBeInstanceOf(StorageError);
    await expect(write).rejects.toMatchObject({
      code: "lost",
      message: `params_shard_0.bin: ${problem} bytes are stored than the ${shard.byteLength} that were written. Delete the model and convert it again.`,
    });
  });
});
