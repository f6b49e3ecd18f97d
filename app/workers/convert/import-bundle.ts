import { type Bundle, readVerified } from "../../core/bundle/open-bundle";
import { CheckpointError } from "../../core/errors";
import { type ModelRecord, sizeOf } from "../../core/models/model-record";
import { sha256 } from "../../core/sha256";
import { chatConfigJson } from "../../core/shards/chat-config";
import { commitModel } from "../../storage/model-repository";
import { assertSpace } from "../../storage/quota";
import { openShardJournal } from "../../storage/shard-journal";
import { storeModelFiles } from "../../storage/store-model-files";
import { modelUrl } from "../../storage/webllm-store";
import type { CallContext } from "../rpc/serve";
import { startStoreWorker, type StoreWorker } from "../store/client";
import type { ImportProgress } from "./protocol";
import { storeOnce } from "./store-once";

type Context = Pick<CallContext<ImportProgress>, "signal" | "emit">;

/**
 * Stores a converted model as its files are, each shard once its sha-256 is the one listed. A model that is ready already comes back
 * as it is. What is stored by then outlives an abort, a crash and a full disk; a file that is damaged leaves nothing.
 * Throws AppError, or the signal's reason.
 */
export async function importBundle(bundle: Bundle, context: Context): Promise<ModelRecord> {
  const isDamaged = (error: unknown) => error instanceof CheckpointError;
  const run = async (): Promise<ModelRecord> => {
    const storage = startStoreWorker();
    try {
      return await store(bundle, storage, context);
    } finally {
      storage.end(new DOMException("Stopped.", "AbortError"));
    }
  };
  return await storeOnce(bundle.record.id, run, isDamaged);
}

async function store(bundle: Bundle, { storeShard }: StoreWorker, { signal, emit }: Context): Promise<ModelRecord> {
  const { record, card, shards, tensorCache, tokenizerJson } = bundle;
  const outputBytes = sizeOf(record.shards);
  const journal = await openShardJournal(
    { id: record.id, label: record.label, variantId: card.id, plan: await printOf(record), outputBytes },
    {
      storeShard,
      signal,
      onVerified: (_, bytesDone, bytesTotal) => emit({ phase: "verifying", bytesDone, bytesTotal }),
    },
  );
  const storedBefore = journal.shards.length;
  await assertSpace(outputBytes - sizeOf(journal.shards));
  for (const { shard, file } of shards.slice(storedBefore)) {
    signal.throwIfAborted();
    await journal.addShard(shard.file, await readVerified(file, shard.sha256), shard.matrices ?? []);
    emit({ phase: "importing", bytesDone: sizeOf(journal.shards), bytesTotal: outputBytes });
  }
  await storeModelFiles(modelUrl(record.id), {
    tokenizerJson,
    chatConfig: chatConfigJson(card, { contextTokens: card.defaultContextTokens }),
    tensorCache,
  });
  signal.throwIfAborted();
  await commitModel(record);
  return record;
}

/** Two records with the same print have the same shards. */
async function printOf({ shards }: ModelRecord): Promise<string> {
  return await sha256(new TextEncoder().encode(shards.map((shard) => shard.sha256).join("\n")));
}
