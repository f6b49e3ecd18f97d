/** What stores shards, in a worker of its own: writing, hashing and waiting for the disk hold up nobody else. */
export interface StoreProtocol {
  /** The shard's memory goes over to the worker and comes back, without being copied. */
  store: {
    input: { modelId: string; file: string; bytes: Uint8Array<ArrayBuffer> };
    result: { sha256: string; bytes: Uint8Array<ArrayBuffer> };
    event: never;
  };
}
