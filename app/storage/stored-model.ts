import { StorageError } from "../core/errors";
import type { ModelRecord } from "../core/models/model-record";
import type { VariantCard } from "../core/models/variant-card";
import { findVariant } from "../core/models/variants";
import { assertComplete, findModel } from "./model-repository";
import { readBlob } from "./read-blob";
import { toStorageError } from "./request";
import { isShardFile, openShardFile } from "./shard-files";
import { fileUrl, modelUrl, readRecord } from "./webllm-store";

export const tokenizerFile = "tokenizer.json";

/** A model that is ready to be loaded. */
export interface StoredModel {
  record: ModelRecord;
  card: VariantCard;
}

/** Throws StorageError "lost" when the model, or a file of it, is no longer there. */
export async function openStoredModel(modelId: string): Promise<StoredModel> {
  const record = await findModel(modelId);
  const card = record === undefined ? undefined : findVariant(record.variantId);
  if (record === undefined || card === undefined) {
    throw new StorageError("lost", "This model is no longer stored on this device. Convert it again.");
  }
  await assertComplete(record);
  return { record, card };
}

/** The text of a stored model's {@link tokenizerFile}. Throws StorageError "lost". */
export async function readTokenizerJson(modelId: string): Promise<string> {
  const data = await readStoredFile(modelId, tokenizerFile);
  if (!(data instanceof ArrayBuffer)) throw lostFile(tokenizerFile);
  return new TextDecoder().decode(data);
}

/** A stored shard's bytes in order, in pieces, each valid until the next one is asked for. Throws StorageError "lost". */
export async function* readShard(
  modelId: string,
  fileName: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  try {
    yield* readBlob(await storedShard(modelId, fileName));
  } catch (error) {
    throw toStorageError(error);
  }
}

/** A stored shard, whose bytes stay on disk until they are read. Throws StorageError "lost". */
export async function storedShard(modelId: string, fileName: string): Promise<Blob> {
  const data = await readStoredFile(modelId, fileName);
  if (data instanceof Blob) return data;
  if (!isShardFile(data)) throw lostFile(fileName);
  try {
    return await openShardFile(data);
  } catch (cause) {
    throw lostFile(fileName, cause);
  }
}

/** Stored shards, each by the address under which web-llm looks it up. Throws StorageError "lost". */
export async function storedShards(modelId: string, files: readonly string[]): Promise<Map<string, Blob>> {
  const url = modelUrl(modelId);
  const stored = files.map(async (file) => [fileUrl(url, file), await storedShard(modelId, file)] as const);
  return new Map(await Promise.all(stored));
}

/** A stored file's content: bytes, or the object that web-llm keeps parsed. Throws StorageError "lost". */
export async function readStoredFile(modelId: string, fileName: string): Promise<object> {
  const data = await readRecord("webllm/model", fileUrl(modelUrl(modelId), fileName));
  if (typeof data === "object" && data !== null) return data;
  throw lostFile(fileName);
}

function lostFile(fileName: string, cause?: unknown): StorageError {
  const message = `${fileName}: the stored file is gone. Delete the model and convert it again.`;
  return new StorageError("lost", message, { cause });
}
