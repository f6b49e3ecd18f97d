import { beforeAll, describe, expect, it } from "vitest";
import { trustOwnThreads } from "../llama-cpp/trust-own-threads";
import type { Lookup, SeenRecord } from "./testing/shard-worker";
import workerUrl from "./testing/shard-worker.ts?worker&url";

const database = "read-shards-as-buffers";
const store = "urls";
const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
const shards = new Map([["shard", new Blob([bytes])]]);
const records = {
  shard: { file: "elsewhere" },
  blob: new Blob([bytes]),
  buffer: bytes.buffer,
  object: { some: "json" },
};

beforeAll(async () => {
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store, { keyPath: "url" });
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(store, "readwrite");
      for (const [url, data] of Object.entries(records)) transaction.objectStore(store).put({ url, data });
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(new Error("not written"));
    };
  });
});

/** What web-llm, in a worker of its own, would find under a key. */
function seenByWebLlm(key: string): Promise<SeenRecord | undefined> {
  trustOwnThreads();
  const worker = new Worker(new URL(workerUrl, location.href), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SeenRecord | undefined>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ database, store, key, shards } satisfies Lookup);
  });
}

describe("readShardsAsBuffers", () => {
  it("shows a shard as a buffer, which is read when it is asked for", async () => {
    expect(await seenByWebLlm("shard")).toEqual({ isLazy: true, data: bytes.buffer });
  });

  it.each(["blob", "buffer", "object"] as const)("leaves everything else as it is: %s", async (key) => {
    expect(await seenByWebLlm(key)).toEqual({ isLazy: false, data: records[key] });
  });

  it("has nothing where there is nothing", async () => {
    expect(await seenByWebLlm("none")).toBeUndefined();
  });
});
