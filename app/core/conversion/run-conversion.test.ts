import { describe, expect, it } from "vitest";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyFolder } from "../checkpoint/testing/tiny-model";
import { StorageError } from "../errors";
import type { ShardRecord } from "../models/model-record";
import { testPacker } from "../quantize/testing/test-packer";
import { sha256 } from "../sha256";
import { fillShard } from "../shards/fill-shard";
import { openSource } from "./open-source";
import { type Conversion, type ModelSink, prepareConversion, runConversion } from "./run-conversion";

/** A sink that holds shards in memory, each from when `store` lets it. */
function memorySink(store: (file: string) => Promise<void> = () => Promise.resolve()): ModelSink {
  const shards: ShardRecord[] = [];
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    shards,
    addShard: async (file, bytes, matrices) => {
      await store(file);
      contents.set(file, bytes.slice());
      shards.push({ file, sizeBytes: bytes.byteLength, sha256: await sha256(bytes), matrices });
      return bytes;
    },
    addFiles: () => Promise.resolve(0),
    read: (file, byteOffset, byteLength) =>
      Promise.resolve((contents.get(file) ?? new Uint8Array()).slice(byteOffset, byteOffset + byteLength)),
  };
}

it("records names that show, whatever the source is called", async () => {
  const card = cardOf(SMALL_SHAPE);
  const source = await openSource(tinyFolder(SMALL_SHAPE), { cards: [card], label: "my\u200e model" });
  const conversion = await prepareConversion(source, { card, mode: "plain", appVersion: "1.0.0" });
  const { signal } = new AbortController();
  const options = { packer: await testPacker(), signal, onProgress: () => undefined };
  expect((await runConversion(conversion, memorySink(), options)).label).toBe("my? model");
  const unnamed = { ...conversion, source: { ...source, checkpoint: { ...source.checkpoint, label: "" } } };
  expect((await runConversion(unnamed, memorySink(), options)).label).toBe(card.id);
});

describe("storing shards", () => {
  /** The vocabulary's matrices are the largest by little: some two of a layer's come to more together. */
  const shape = { ...SMALL_SHAPE, vocabSize: 400 };
  const card = cardOf(shape);
  /** Small against the model, so that there are many shards. */
  const shardBytes = 8192;

  async function prepare(): Promise<Conversion> {
    const source = await openSource(tinyFolder(shape), { cards: [card] });
    return await prepareConversion(source, { card, mode: "plain", shardBytes, appVersion: "1.0.0" });
  }

  /** Until whatever can go on meanwhile has gone on. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 1000; turn++) await Promise.resolve();
  };

  it("fills the next shard while one is stored, and has read no more than makes the largest before it is", async () => {
    const conversion = await prepare();
    const { plan } = conversion;
    const packer = await testPacker();
    const largest = Math.max(...plan.shards.map(({ sourceBytes }) => sourceBytes));
    let bytesRead = 0;
    let underWay = 0;
    const ahead: number[] = [];
    const sink = memorySink(async (file) => {
      underWay++;
      expect(underWay).toBe(1);
      const before = plan.shards.slice(0, sink.shards.length);
      const stored = before.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0);
      const own = plan.shards.find((shard) => shard.file === file)?.sourceBytes ?? Number.NaN;
      await settle();
      expect(bytesRead - stored).toBeLessThanOrEqual(largest);
      ahead.push(bytesRead - stored - own);
      underWay--;
    });
    await runConversion(conversion, sink, {
      packer,
      signal: new AbortController().signal,
      onProgress: ({ phase, bytesDone }) => {
        if (phase === "converting") bytesRead = bytesDone;
      },
    });
    expect(plan.shards.length).toBeGreaterThan(10);
    expect(ahead.filter((bytes) => bytes > 0).length).toBeGreaterThan(plan.shards.length / 4);
    // What was stored late is what was filled: the next shard has taken none of its bytes.
    const options = { packer, mode: "plain" } as const;
    const expected = plan.shards.map(async ({ index }) =>
      sha256((await fillShard(plan, index, conversion.source.checkpoint, options)).bytes),
    );
    expect(sink.shards.map((shard) => shard.sha256)).toEqual(await Promise.all(expected));
  });

  it("ends with the failure of a store, and stores nothing more", async () => {
    const conversion = await prepare();
    const full = new StorageError("no-space", "The disk is full.");
    const begun: string[] = [];
    const sink = memorySink(async (file) => {
      begun.push(file);
      await settle();
      if (begun.length === 3) throw full;
    });
    const options = { packer: await testPacker(), signal: new AbortController().signal, onProgress: () => undefined };
    await expect(runConversion(conversion, sink, options)).rejects.toBe(full);
    await settle();
    expect(sink.shards.map(({ file }) => file)).toEqual(begun.slice(0, 2));
    expect(begun).toHaveLength(3);
  });

  it("is over when it is stopped, with the shard that was being stored entered", async () => {
    const conversion = await prepare();
    const controller = new AbortController();
    const sink = memorySink(async () => {
      controller.abort(new DOMException("Stopped.", "AbortError"));
      await settle();
    });
    const options = { packer: await testPacker(), signal: controller.signal, onProgress: () => undefined };
    await expect(runConversion(conversion, sink, options)).rejects.toMatchObject({ name: "AbortError" });
    expect(sink.shards.map(({ file }) => file)).toEqual(["params_shard_0.bin"]);
  });
});
