import { readShardsAsBuffers } from "../read-shards-as-buffers";

/** What the record of a key looks like to web-llm: whether its data is read only when asked for, and what it then is. */
export interface SeenRecord {
  isLazy: boolean;
  data: unknown;
}

/** Where to look, and the shards that are not there. */
export interface Lookup {
  database: string;
  store: string;
  key: string;
  shards: ReadonlyMap<string, Blob>;
}

/** Looks a record up as web-llm does: by key, in a store that is there. */
self.addEventListener("message", ({ data: { database, store, key, shards } }: MessageEvent<Lookup>) => {
  readShardsAsBuffers(shards);
  const opening = indexedDB.open(database);
  opening.onsuccess = () => {
    const request = opening.result.transaction(store).objectStore(store).get(key);
    request.onsuccess = () => self.postMessage(see(request.result));
  };
});

function see(result: unknown): SeenRecord | undefined {
  if (typeof result !== "object" || result === null || !("data" in result)) return undefined;
  const isLazy = Object.getOwnPropertyDescriptor(result, "data")?.get !== undefined;
  return { isLazy, data: result.data };
}
