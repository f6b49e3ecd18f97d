import { intactShards } from "../core/conversion/intact-shards";
import type { MatrixFidelity, ShardRecord } from "../core/models/model-record";
import { sha256 } from "../core/sha256";
import type { ConversionRecord } from "./database";
import { deleteModel, findConversion, modelUrl, writeConversion } from "./model-repository";
import { storedShard } from "./stored-model";
import { fileUrl, putRecord } from "./webllm-store";

const pieceBytes = 8 * 2 ** 20;

/** The shards of a model that is being stored, each entered once it is on disk. */
export interface ShardJournal {
  /** Shards that are stored, in order. */
  readonly shards: readonly ShardRecord[];
  /** Stores the next shard. Throws StorageError "no-space", "lost" or "unavailable". */
  add(file: string, bytes: Uint8Array<ArrayBuffer>, matrices: MatrixFidelity[]): Promise<void>;
}

interface OpenOptions {
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
  { signal, onVerified }: OpenOptions,
): Promise<ShardJournal> {
  const { id } = plan;
  const found = await findConversion(id);
  const isSame = found?.plan === plan.plan;
  if (!isSame) await deleteModel(id);
  const isStillIntact = (shard: ShardRecord) => isIntact(id, shard);
  const shards = isSame ? await intactShards(found.shards, { isIntact: isStillIntact, signal, onVerified }) : [];
  const startedAt = isSame ? found.startedAt : Date.now();
  await writeConversion({ ...plan, shards, startedAt });
  return {
    shards,
    add: async (file, bytes, matrices) => {
      // One after the other: the browser hashes a copy of the shard.
      const record = { file, sizeBytes: bytes.byteLength, sha256: await sha256(bytes), matrices };
      await putRecord("webllm/model", fileUrl(modelUrl(id), file), await blobOf(bytes));
      await writeConversion({ ...plan, shards: [...shards, record], startedAt });
      shards.push(record);
    },
  };
}

/** Bytes as a Blob, handed to the browser a piece at a time: until it has taken a piece, the tab holds that twice. */
async function blobOf(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const pieces: Blob[] = [];
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) {
    const piece = new Blob([bytes.subarray(start, start + pieceBytes)]);
    await piece.slice(0, 1).arrayBuffer();
    pieces.push(piece);
  }
  return new Blob(pieces);
}

async function isIntact(modelId: string, shard: ShardRecord): Promise<boolean> {
  try {
    const bytes = new Uint8Array(await (await storedShard(modelId, shard.file)).arrayBuffer());
    return bytes.byteLength === shard.sizeBytes && (await sha256(bytes)) === shard.sha256;
  } catch {
    return false;
  }
}
