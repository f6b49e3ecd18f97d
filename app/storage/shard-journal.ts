import { intactShards } from "../core/conversion/intact-shards";
import type { ShardWriter } from "../core/conversion/run-conversion";
import type { ShardRecord } from "../core/models/model-record";
import { sha256 } from "../core/sha256";
import { announceGarbage } from "./announce-garbage";
import type { ConversionRecord } from "./database";
import { deleteModel, findConversion, modelUrl, writeConversion } from "./model-repository";
import { storedShard } from "./stored-model";
import { beginPut, fileUrl } from "./webllm-store";

const pieceBytes = 8 * 2 ** 20;

/** How much longer than a Blob its announcement is: the browser keeps half a gigabyte of them with 1, and a tenth with 4. */
const garbageAnnounced = 4;

/** The shards of a model that is being stored, each entered once it is on disk. */
export interface ShardJournal {
  /** Shards that are stored, in order. */
  readonly shards: readonly ShardRecord[];
  /** Takes the next shard. To finish it throws StorageError "no-space", "lost" or "unavailable". */
  begin(file: string, bytes: Uint8Array<ArrayBuffer>): ShardWriter;
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
    begin: (file, bytes) => {
      const { filled, whole } = blobInPieces(bytes);
      return {
        filled,
        finish: async (matrices) => {
          const { stored } = await beginPut("webllm/model", fileUrl(modelUrl(id), file), await whole());
          // Chromium hashes within the call: by now its own process is storing the shard.
          const [hash] = await Promise.all([sha256(bytes), stored]);
          const record = { file, sizeBytes: bytes.byteLength, sha256: hash, matrices };
          await writeConversion({ ...plan, shards: [...shards, record], startedAt });
          shards.push(record);
        },
      };
    },
  };
}

/**
 * Bytes as a Blob, handed to the browser a piece at a time, each once it is filled: until the browser has taken a piece, the tab
 * holds that twice.
 */
function blobInPieces(bytes: Uint8Array<ArrayBuffer>): Pick<ShardWriter, "filled"> & { whole: () => Promise<Blob> } {
  const pieces = Array.from({ length: Math.ceil(bytes.byteLength / pieceBytes) }, (_, index) => {
    const start = index * pieceBytes;
    const end = Math.min(start + pieceBytes, bytes.byteLength);
    return { start, end, missingBytes: end - start };
  });
  const blobs: Blob[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const hand = (piece: (typeof pieces)[number]) => {
    piece.missingBytes = 0;
    last = last.then(async () => {
      const blob = new Blob([bytes.subarray(piece.start, piece.end)]);
      blobs[piece.start / pieceBytes] = blob;
      announceGarbage(garbageAnnounced * blob.size);
      await blob.slice(0, 1).arrayBuffer();
    });
    // Whoever asks for the whole hears of it.
    last.catch(() => undefined);
  };
  return {
    filled: (byteOffset, byteLength) => {
      const first = Math.floor(byteOffset / pieceBytes);
      for (const piece of pieces.slice(first, Math.ceil((byteOffset + byteLength) / pieceBytes))) {
        const from = Math.max(piece.start, byteOffset);
        piece.missingBytes -= Math.min(piece.end, byteOffset + byteLength) - from;
        if (piece.missingBytes === 0) hand(piece);
      }
    },
    whole: async () => {
      pieces.filter(({ missingBytes }) => missingBytes > 0).forEach(hand);
      await last;
      return new Blob(blobs);
    },
  };
}

async function isIntact(modelId: string, shard: ShardRecord): Promise<boolean> {
  try {
    const bytes = new Uint8Array(await (await storedShard(modelId, shard.file)).arrayBuffer());
    return bytes.byteLength === shard.sizeBytes && (await sha256(bytes)) === shard.sha256;
  } catch {
    return false;
  }
}
