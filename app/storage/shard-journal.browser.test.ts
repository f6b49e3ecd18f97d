import { describe, expect, it } from "vitest";
import { sha256 } from "../core/sha256";
import { findConversion, modelUrl } from "./model-repository";
import { openShardJournal, type ShardJournal } from "./shard-journal";
import { storedShard } from "./stored-model";
import { newModelId } from "./testing/tiny-record";
import { fileUrl, listUrls, putRecord } from "./webllm-store";

const files = ["params_shard_0.bin", "params_shard_1.bin", "params_shard_2.bin"] as const;
const bytesOf = (file: string) => new TextEncoder().encode(`bytes of ${file}`);

/** Opens a journal, and notes what was read again. */
async function open(id: string, plan = "00"): Promise<{ journal: ShardJournal; verified: [number, number, number][] }> {
  const verified: [number, number, number][] = [];
  const journal = await openShardJournal(
    { id, label: "tiny.gguf", variantId: "tiny", plan, outputBytes: 84 },
    { signal: new AbortController().signal, onVerified: (...progress) => verified.push(progress) },
  );
  return { journal, verified };
}

/** Stores shards as a conversion that is cut off after them. */
async function cutOff(id: string, stored: readonly string[]): Promise<void> {
  const { journal } = await open(id);
  for (const file of stored) await journal.begin(file, bytesOf(file)).finish([]);
}

describe("the journal of shards", () => {
  it("enters each shard with its sha-256 once it is stored", async () => {
    const id = newModelId();
    await cutOff(id, files.slice(0, 2));
    expect((await findConversion(id))?.shards).toEqual(
      await Promise.all(
        files.slice(0, 2).map(async (file) => {
          const bytes = bytesOf(file);
          return { file, sizeBytes: bytes.byteLength, sha256: await sha256(bytes), matrices: [] };
        }),
      ),
    );
    expect(await listUrls("webllm/model", modelUrl(id))).toHaveLength(2);
  });

  it("stores a shard that was handed to it part by part, in any order, with parts that it was never told of", async () => {
    const id = newModelId();
    const { journal } = await open(id);
    const MiB = 2 ** 20;
    const bytes = new Uint8Array(21 * MiB + 5);
    const writer = journal.begin("params_shard_0.bin", bytes);
    for (const [start, end] of [
      [15, 21],
      [0, 3],
      [7, 15],
      [3, 6],
    ] as const) {
      bytes.subarray(start * MiB, end * MiB).fill(start + 1);
      writer.filled(start * MiB, (end - start) * MiB);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    bytes.subarray(6 * MiB, 7 * MiB).fill(99);
    bytes.set([1, 2, 3, 4, 5], 21 * MiB);
    await writer.finish([]);
    const expected = await sha256(bytes);
    expect((await findConversion(id))?.shards).toMatchObject([{ sizeBytes: bytes.byteLength, sha256: expected }]);
    const stored = await storedShard(id, "params_shard_0.bin");
    expect(await sha256(new Uint8Array(await stored.arrayBuffer()))).toBe(expected);
  });

  it("goes on after the shards that are intact", async () => {
    const id = newModelId();
    await cutOff(id, files.slice(0, 2));
    const { journal, verified } = await open(id);
    expect(journal.shards.map(({ file }) => file)).toEqual(files.slice(0, 2));
    expect(verified).toEqual([
      [1, 27, 54],
      [2, 54, 54],
    ]);
    await journal.begin(files[2], bytesOf(files[2])).finish([]);
    expect((await findConversion(id))?.shards.map(({ file }) => file)).toEqual(files);
  });

  it.each<[string, object]>([
    ["changed", new Blob(["bytes of params_shard_X.bin"])],
    ["cut short", new Blob(["bytes"])],
    ["replaced by something else", { no: "blob" }],
  ])("counts no shard from one on that was %s", async (_, data) => {
    const id = newModelId();
    await cutOff(id, files);
    await putRecord("webllm/model", fileUrl(modelUrl(id), files[1]), data);
    const { journal } = await open(id);
    expect(journal.shards.map(({ file }) => file)).toEqual(files.slice(0, 1));
    expect((await findConversion(id))?.shards).toHaveLength(1);
  });

  it("begins anew for another plan, and keeps nothing of the old one", async () => {
    const id = newModelId();
    await cutOff(id, files);
    const { journal } = await open(id, "11");
    expect(journal.shards).toEqual([]);
    expect(await listUrls("webllm/model", modelUrl(id))).toEqual([]);
    expect(await findConversion(id)).toMatchObject({ plan: "11", shards: [] });
  });

  it("stops reading with the signal's reason, and keeps the journal", async () => {
    const id = newModelId();
    await cutOff(id, files);
    const controller = new AbortController();
    const opening = openShardJournal(
      { id, label: "tiny.gguf", variantId: "tiny", plan: "00", outputBytes: 84 },
      { signal: controller.signal, onVerified: () => controller.abort(new DOMException("Stopped.", "AbortError")) },
    );
    await expect(opening).rejects.toMatchObject({ name: "AbortError" });
    expect((await findConversion(id))?.shards).toHaveLength(3);
  });
});
