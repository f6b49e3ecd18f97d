import { readBlobsAsBuffers } from "../read-blobs-as-buffers";

/** What the record of a key looks like to web-llm: whether its data is read only when asked for, and what it then is. */
export interface SeenRecord {
  isLazy: boolean;
  data: unknown;
}

readBlobsAsBuffers();

/** Looks records up as web-llm does: by key, in a store that is there. */
self.addEventListener("message", ({ data: { database, store, key } }: MessageEvent<Record<string, string>>) => {
  const opening = indexedDB.open(database ?? "");
  opening.onsuccess = () => {
    const request = opening.result
      .transaction(store ?? "")
      .objectStore(store ?? "")
      .get(key ?? "");
    request.onsuccess = () => self.postMessage(see(request.result));
  };
});

function see(result: unknown): SeenRecord | undefined {
  if (typeof result !== "object" || result === null || !("data" in result)) return undefined;
  const isLazy = Object.getOwnPropertyDescriptor(result, "data")?.get !== undefined;
  return { isLazy, data: result.data };
}
