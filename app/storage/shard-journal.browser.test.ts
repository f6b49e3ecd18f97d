import { describe, expect, it } from "vitest";
import { sha256 } from "../core/sha256";
import { findConversion } from "./model-repository";
import { openShardJournal, type ShardJournal, type StoreShard } from "./shard-journal";
import { storeShard as storeInPage } from "./store-shard";
import { newModelId } from "./testing/tiny-record";
import { fileUrl, listUrls, modelUrl, putRecord } from "./webllm-store";

const files = ["params_shard_0.bin", "params_shard_1.bin", "params_shard_2.bin"] as const;
const bytesOf = (file: string) => new TextEncoder().encode(`bytes of ${file}`);

/** In this page, without a worker. */
const storeShard: StoreShard = async (id, file, bytes) => ({ sha256: await storeInPage(id, file, bytes), bytes });

/** Opens a journal, and notes what was read again. */
async function open(id: string, plan = "00"): Promise<{ journal: ShardJournal; verified: [number, number, number][] }> {
  const verified: [number, number, number][] = [];
  const journal = await openShardJournal(
    { id, label: "tiny.gguf", variantId: "tiny", plan, outputBytes: 84 },
    { storeShard, signal: new AbortController().signal, onVerified: (...progress) => verified.push(progress) },
  );
  return { journal, verified };
}

/** Stores shards as a conversion that is cut off after them. */
async function cutOff(id: string, stored: readonly string[]): Promise<void> {
  const { journal } = await open(id);
  for (const file of stored) await journal.addShard(file, bytesOf(file), []);
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

  it("goes on after the shards that are intact", async () => {
    const id = newModelId();
    await cutOff(id, files.slice(0, 2));
    const { journal, verified } = await open(id);
    expect(journal.shards.map(({ file }) => file)).toEqual(files.slice(0, 2));
    expect(verified).toEqual([
      [1, 27, 54],
      [2, 54, 54],
    ]);
    await journal.addShard(files[2], bytesOf(files[2]), []);
    expect((await findConversion(id))?.shards.map(({ file }) => file)).toEqual(files);
  });

  it.each<[string, object]>([
    ["changed", new Blob(["bytes of params_shard_X.bin"])],
    ["cut short", new Blob(["bytes"])],
    ["made longer", new Blob(["bytes of params_shard_1.bin, and more"])],
    ["lost with its file", { shardsOf: "no model", file: "params_shard_1.bin" }],
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
      {
        storeShard,
        signal: controller.signal,
        onVerified: () => controller.abort(new DOMException("Stopped.", "AbortError")),
      },
    );
    await expect(opening).rejects.toMatchObject({ name: "AbortError" });
    expect((await findConversion(id))?.shards).toHaveLength(3);
  });
});
