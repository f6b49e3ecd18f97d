import { sha256 } from "../core/sha256";
import { toStorageError } from "./request";
import { writeShardFile } from "./shard-files";
import { fileUrl, modelUrl, putRecord } from "./webllm-store";

/**
 * Stores a shard under web-llm's key and returns its sha-256 once it is on disk. In a worker its bytes become a file; where the browser
 * has none, or the page itself stores, they become a Blob in IndexedDB. Throws StorageError "no-space" or "unavailable".
 */
export async function storeShard(modelId: string, file: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    const data = (await writeShardFile(modelId, file, bytes)) ?? new Blob([bytes]);
    const [hash] = await Promise.all([
      hashInTurn(bytes),
      putRecord("webllm/model", fileUrl(modelUrl(modelId), file), data),
    ]);
    return hash;
  } catch (error) {
    throw toStorageError(error);
  }
}

let lastHash: Promise<unknown> = Promise.resolve();

/** One shard at a time: what is hashed, the browser copies first. */
async function hashInTurn(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = lastHash.then(() => sha256(bytes));
  lastHash = hash.catch(() => undefined);
  return await hash;
}
