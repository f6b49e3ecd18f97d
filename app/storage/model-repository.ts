import { liveQuery } from "dexie";
import { StorageError } from "../core/errors";
import type { ModelRecord } from "../core/models/model-record";
import { type ConversionRecord, database } from "./database";
import { toStorageError } from "./request";
import { deleteShardFiles } from "./shard-files";
import { deleteModelRecords, fileUrl, listUrls, modelUrl } from "./webllm-store";

/** Ready models, newest first. */
async function listModels(): Promise<ModelRecord[]> {
  return await stored(() => database.models.orderBy("convertedAt").reverse().toArray());
}

export async function findModel(modelId: string): Promise<ModelRecord | undefined> {
  return await stored(() => database.models.get(modelId));
}

/** Calls back with the ready models now and after every change, in this tab or another. Returns the way to stop. */
export function watchModels(onModels: (models: ModelRecord[]) => void, onError: (error: unknown) => void): () => void {
  const subscription = liveQuery(listModels).subscribe({ next: onModels, error: onError });
  return () => subscription.unsubscribe();
}

/** The journal of a model whose storing was begun and not finished. */
export async function findConversion(modelId: string): Promise<ConversionRecord | undefined> {
  return await stored(() => database.conversions.get(modelId));
}

/** Calls back with the journals of unfinished conversions, newest first, now and after every change. Returns the way to stop. */
export function watchConversions(
  onConversions: (conversions: ConversionRecord[]) => void,
  onError: (error: unknown) => void,
): () => void {
  const list = () =>
    stored(async () => (await database.conversions.toArray()).sort((a, b) => b.startedAt - a.startedAt));
  const subscription = liveQuery(list).subscribe({ next: onConversions, error: onError });
  return () => subscription.unsubscribe();
}

/** Begins or goes on: until {@link commitModel}, what is stored counts as unfinished. */
export async function writeConversion(record: ConversionRecord): Promise<void> {
  await stored(() => database.conversions.put(record));
}

/** Makes a model ready. Call it last: everything the record speaks of is on disk by then. */
export async function commitModel(record: ModelRecord): Promise<void> {
  await stored(() =>
    database.transaction("rw", database.models, database.conversions, async () => {
      await database.models.put(record);
      await database.conversions.delete(record.id);
    }),
  );
}

/** Deletes a model or what an interrupted conversion left: first the record that makes it ready, then the payload. */
export async function deleteModel(modelId: string): Promise<void> {
  await stored(() => database.models.delete(modelId));
  await deleteModelRecords(modelUrl(modelId));
  await stored(() => deleteShardFiles(modelId));
  await stored(() => database.conversions.delete(modelId));
}

/** Deletes a conversion of which nothing is stored that it could go on from. */
export async function deleteEmptyConversion(modelId: string): Promise<void> {
  const conversion = await findConversion(modelId);
  if (conversion?.shards.length === 0) await deleteModel(modelId);
}

/** Throws StorageError "lost" when a file of a ready model is missing from web-llm's store. */
export async function assertComplete(record: ModelRecord): Promise<void> {
  const url = modelUrl(record.id);
  const present = new Set(await listUrls("webllm/model", url));
  const expected = [...record.shards.map((shard) => shard.file), "tensor-cache.json", "tokenizer.json"];
  const missing = expected.filter((file) => !present.has(fileUrl(url, file)));
  if (missing.length > 0) {
    throw new StorageError(
      "lost",
      `${record.label}: ${missing.length} of ${expected.length} stored files are gone. Delete the model and convert it again.`,
    );
  }
}

async function stored<T>(run: () => PromiseLike<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toStorageError(error);
  }
}
