import { type ShardRecord, sizeOf } from "../models/model-record";

interface IntactOptions {
  /** Whether a shard is still what was entered in the journal. */
  isIntact: (shard: ShardRecord) => Promise<boolean>;
  signal: AbortSignal;
  /** Called after each shard that is. */
  onVerified: (shardsDone: number, bytesDone: number, bytesTotal: number) => void;
}

/** The first shards of a journal, up to one that is no longer what was stored. */
export async function intactShards(
  shards: readonly ShardRecord[],
  { isIntact, signal, onVerified }: IntactOptions,
): Promise<ShardRecord[]> {
  const intact: ShardRecord[] = [];
  const bytesTotal = sizeOf(shards);
  for (const shard of shards) {
    signal.throwIfAborted();
    if (!(await isIntact(shard))) break;
    intact.push(shard);
    onVerified(intact.length, sizeOf(intact), bytesTotal);
  }
  return intact;
}
