import { sha256 } from "../../app/core/sha256";
import type { ShardRecord } from "../../app/core/models/model-record";
import { deleteModel, watchConversions, watchModels } from "../../app/storage/model-repository";
import { storedShard } from "../../app/storage/stored-model";

/** What the page offers, held against what is stored. */
export interface StoredState {
  /** Models to ask, with the sha-256 of their shards as they are stored. */
  ready: { id: string; shards: string[]; isIntact: boolean }[];
  /** Conversions to go on with, and how many of the shards in their journal are what they were. */
  unfinished: { id: string; shards: number; intactShards: number }[];
}

/** Runs in the page. */
export async function storedState(): Promise<StoredState> {
  const state: StoredState = { ready: [], unfinished: [] };
  for (const { id, shards } of await firstOf(watchModels)) {
    state.ready.push({
      id,
      shards: shards.map((shard) => shard.sha256),
      isIntact: (await countIntact(id, shards)) === shards.length,
    });
  }
  for (const { id, shards } of await firstOf(watchConversions)) {
    state.unfinished.push({ id, shards: shards.length, intactShards: await countIntact(id, shards) });
  }
  return state;
}

/** Runs in the page. */
export async function deleteAll(): Promise<void> {
  for (const { id } of await firstOf(watchModels)) await deleteModel(id);
}

async function firstOf<T>(
  watch: (onItems: (items: T[]) => void, onError: (error: unknown) => void) => () => void,
): Promise<T[]> {
  return await new Promise((resolve, reject) => {
    const stop = watch((items) => {
      stop();
      resolve(items);
    }, reject);
  });
}

async function countIntact(modelId: string, shards: readonly ShardRecord[]): Promise<number> {
  let intact = 0;
  for (const shard of shards) {
    const bytes = new Uint8Array(await (await storedShard(modelId, shard.file)).arrayBuffer());
    if (bytes.byteLength === shard.sizeBytes && (await sha256(bytes)) === shard.sha256) intact++;
  }
  return intact;
}
