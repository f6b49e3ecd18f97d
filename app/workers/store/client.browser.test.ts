import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../core/sha256";
import { deleteModel } from "../../storage/model-repository";
import { openShardFile } from "../../storage/shard-files";
import { readStoredFile, storedShard } from "../../storage/stored-model";
import { newModelId, shardFile } from "../../storage/testing/tiny-record";
import { type StoreWorker, startStoreWorker } from "./client";

const over = new DOMException("Over.", "AbortError");
const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

let worker: StoreWorker;
beforeEach(() => {
  worker = startStoreWorker();
});
afterEach(() => worker.end(over));

async function storedBytes(id: string): Promise<Uint8Array> {
  return new Uint8Array(await (await storedShard(id, shardFile)).arrayBuffer());
}

async function folderOf(id: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return await (await root.getDirectoryHandle("shards")).getDirectoryHandle(id);
}

describe("the worker that stores shards", () => {
  it("puts a shard's bytes into a file of the browser, and gives back its memory and its sha-256", async () => {
    const id = newModelId();
    const bytes = randomBytes(60_000);
    const expected = await sha256(bytes);
    const written = bytes.slice();
    const stored = await worker.storeShard(id, shardFile, bytes);
    expect(stored).toEqual({ sha256: expected, bytes: written });
    expect(bytes.byteLength).toBe(0);
    expect(await readStoredFile(id, shardFile)).toEqual({ shardsOf: id, file: shardFile });
    expect(await storedBytes(id)).toEqual(written);
  });

  it("stores the part of a memory that the shard has, and gives back all of it", async () => {
    const id = newModelId();
    const memory = randomBytes(1000);
    const written = memory.slice(64, 600);
    const { bytes } = await worker.storeShard(id, shardFile, memory.subarray(64, 600));
    expect(await storedBytes(id)).toEqual(written);
    expect(bytes).toEqual(written);
    expect(bytes.buffer.byteLength).toBe(1000);
  });

  it("replaces a longer one", async () => {
    const id = newModelId();
    await worker.storeShard(id, shardFile, randomBytes(500));
    const bytes = randomBytes(20);
    const written = bytes.slice();
    await worker.storeShard(id, shardFile, bytes);
    expect(await storedBytes(id)).toEqual(written);
  });

  it("goes on where another was ended in the midst of it", async () => {
    const id = newModelId();
    const other = startStoreWorker();
    const ended = other.storeShard(id, shardFile, new Uint8Array(2 ** 25).fill(1));
    await expect.poll(async () => (await folderOf(id)).getFileHandle(shardFile)).toBeDefined();
    other.end(over);
    await expect(ended).rejects.toBe(over);
    const bytes = randomBytes(100);
    const written = bytes.slice();
    await worker.storeShard(id, shardFile, bytes);
    expect(await storedBytes(id)).toEqual(written);
  });

  it("leaves no file of a model that is deleted, nor takes one of another", async () => {
    const [deleted, kept] = [newModelId(), newModelId()];
    for (const id of [deleted, kept]) await worker.storeShard(id, shardFile, randomBytes(10));
    await deleteModel(deleted);
    await expect(folderOf(deleted)).rejects.toMatchObject({ name: "NotFoundError" });
    await expect(storedBytes(kept)).resolves.toHaveLength(10);
    await expect(storedShard(deleted, shardFile)).rejects.toMatchObject({ code: "lost" });
  });

  it("says of a shard whose file is gone that it is lost", async () => {
    const id = newModelId();
    await worker.storeShard(id, shardFile, randomBytes(10));
    await (await folderOf(id)).removeEntry(shardFile);
    await expect(storedShard(id, shardFile)).rejects.toMatchObject({ name: "StorageError", code: "lost" });
    await expect(openShardFile({ shardsOf: id, file: shardFile })).rejects.toMatchObject({ name: "NotFoundError" });
  });
});
