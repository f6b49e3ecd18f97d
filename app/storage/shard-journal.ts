import { intactShards } from "../core/conversion/intact-shards";
import type { ModelSink } from "../core/conversion/run-conversion";
import type { ShardRecord } from "../core/models/model-record";
import { sha256 } from "../core/sha256";
import { announceGarbage } from "./announce-garbage";
import type { ConversionRecord } from "./database";
import { deleteModel, findConversion, writeConversion } from "./model-repository";
import { readShard } from "./stored-model";

/**
 * Stores a shard and takes its memory over. Resolves once it is on disk, with its sha-256, and with the memory that it was in.
 * Throws StorageError "no-space" or "unavailable".
 */
export type StoreShard = (
  modelId: string,
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
) => Promise<{ sha256: string; bytes: Uint8Array<ArrayBuffer> }>;

/** How much longer than a shard its announcement is: with 1, the collector lets some ten megabytes more grow. */
const garbageAnnounced = 4;

/** The shards of a model that is being stored, each entered once it is on disk. */
export interface ShardJournal {
  /** Shards that are stored, in order. */
  readonly shards: readonly ShardRecord[];
  /** Throws StorageError "no-space" or "unavailable". */
  addShard: ModelSink["addShard"];
}

interface OpenOptions {
  storeShard: StoreShard;
  signal: AbortSignal;
  /** Called as stored shards are read again. */
  onVerified: (shardsDone: number, bytesDone: number, bytesTotal: number) => void;
}

/**
 * Goes on with the journal of the same model and the same plan, or begins one. Shards that an earlier attempt stored count
 * only while their bytes still have the sha-256 that was entered: what storage lost is stored again.
 */
export async function openShardJournal(
  plan: Omit<ConversionRecord, "shards" | "startedAt">,
  { storeShard, signal, onVerified }: OpenOptions,
): Promise<ShardJournal> {
  const { id } = plan;
  const found = await findConversion(id);
  const isSame = found?.plan === plan.plan;
  if (!isSame) await deleteModel(id);
  const entered = isSame ? found.shards : [];
  const shards = await intactShards(entered, { isIntact: intactIn(id, entered), signal, onVerified });
  const startedAt = isSame ? found.startedAt : Date.now();
  await writeConversion({ ...plan, shards, startedAt });
  return {
    shards,
    addShard: async (file, bytes, matrices) => {
      const sizeBytes = bytes.byteLength;
      const { sha256, bytes: memory } = await storeShard(id, file, bytes);
      announceGarbage(garbageAnnounced * sizeBytes);
      const record = { file, sizeBytes, sha256, matrices };
      await writeConversion({ ...plan, shards: [...shards, record], startedAt });
      shards.push(record);
      return memory;
    },
  };
}

/** Tells whether a shard is stored as it was entered. Reads all into the same memory, one after the other. */
function intactIn(modelId: string, entered: readonly ShardRecord[]): (shard: ShardRecord) => Promise<boolean> {
  const memory = new Uint8Array(Math.max(0, ...entered.map(({ sizeBytes }) => sizeBytes)));
  return async ({ file, sizeBytes, sha256: expected }) => {
    let read = 0;
    try {
      for await (const piece of readShard(modelId, file)) {
        if (read + piece.byteLength > sizeBytes) return false;
        memory.set(piece, read);
        read += piece.byteLength;
      }
    } catch {
      return false;
    }
    return read === sizeBytes && (await sha256(memory.subarray(0, sizeBytes))) === expected;
  };
}
