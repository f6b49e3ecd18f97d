import { describe } from "vitest";
import { openCheckpoint } from "../../core/checkpoint/open-checkpoint";
import { tinyFolder } from "../../core/checkpoint/testing/tiny-model";
import { convert } from "../../core/gguf/testing/converted-model";
import { findVariant } from "../../core/models/variants";
import { chatConfigJson } from "../../core/shards/chat-config";
import { itSamples } from "../../engine/testing/it-samples";
import { storeModelFiles } from "../../storage/store-model-files";
import type { StoredModel } from "../../storage/stored-model";
import { tinyRecord } from "../../storage/testing/tiny-record";
import { fileUrl, modelUrl, putRecord } from "../../storage/webllm-store";
import { loadOnGpu } from "./load-on-gpu";

/** The tests' own model, of the shape that a library was compiled for, stored as web-llm reads it. */
async function storeTiny(): Promise<StoredModel> {
  const card = findVariant("tiny");
  if (card === undefined) throw new Error("the tests' own model has no card");
  const { cache, shards } = await convert(await openCheckpoint(tinyFolder(card.shape)), card);
  const url = modelUrl(card.id);
  await storeModelFiles(url, {
    // Only ids go in and out.
    tokenizerJson: JSON.stringify({ version: "1.0", added_tokens: [], model: { type: "BPE", vocab: {}, merges: [] } }),
    chatConfig: chatConfigJson(card, { contextTokens: card.defaultContextTokens }),
    tensorCache: cache,
  });
  for (const [index, { dataPath }] of cache.records.entries()) {
    // A page cannot read files as web-llm reads shards; workers can.
    await putRecord("webllm/model", fileUrl(url, dataPath), Uint8Array.from(shards[index] ?? []).buffer);
  }
  return { record: { ...tinyRecord(card.id), shards: [] }, card };
}

describe("a model on the GPU, with sampling", () => {
  itSamples(async () => (await loadOnGpu(await storeTiny(), () => undefined)).model);
});
