import { StorageError } from "../../core/errors";
import type { ModelRecord } from "../../core/models/model-record";
import type { VariantCard } from "../../core/models/variant-card";
import { findVariant } from "../../core/models/variants";
import { parseTokenizerJson, type TokenizerParts } from "../../core/tokenizer/check-tokenizer-json";
import { assertComplete, findModel, modelUrl } from "../../storage/model-repository";
import { fileUrl, readRecord } from "../../storage/webllm-store";

export const tokenizerFile = "tokenizer.json";

/** A model that is ready to be loaded: everything of it but the weights. */
export interface StoredModel {
  record: ModelRecord;
  card: VariantCard;
  tokenizer: TokenizerParts;
}

/** Throws StorageError "lost" when the model, or a file of it, is no longer there. */
export async function openStoredModel(modelId: string): Promise<StoredModel> {
  const record = await findModel(modelId);
  const card = record === undefined ? undefined : findVariant(record.variantId);
  if (record === undefined || card === undefined) {
    throw new StorageError("lost", "This model is no longer stored on this device. Convert it again.");
  }
  await assertComplete(record);
  const json = new TextDecoder().decode(await readStoredBytes(modelId, tokenizerFile));
  return { record, card, tokenizer: parseTokenizerJson(json, tokenizerFile) };
}

/** A stored file's bytes. Throws StorageError "lost". */
export async function readStoredBytes(modelId: string, fileName: string): Promise<ArrayBuffer> {
  const data = await readStoredFile(modelId, fileName);
  if (data instanceof ArrayBuffer) return data;
  throw lostFile(fileName);
}

/** A stored file's content: bytes, or the object that web-llm keeps parsed. Throws StorageError "lost". */
export async function readStoredFile(modelId: string, fileName: string): Promise<object> {
  const data = await readRecord("webllm/model", fileUrl(modelUrl(modelId), fileName));
  if (typeof data === "object" && data !== null) return data;
  throw lostFile(fileName);
}

function lostFile(fileName: string): StorageError {
  return new StorageError("lost", `${fileName}: the stored file is gone. Delete the model and convert it again.`);
}
