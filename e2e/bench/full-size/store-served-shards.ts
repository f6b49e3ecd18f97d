import { chatConfigJson } from "../../../app/core/shards/chat-config";
import type { TensorCache } from "../../../app/core/shards/tensor-cache";
import { storeModelFiles } from "../../../app/storage/store-model-files";
import { storeShard } from "../../../app/storage/store-shard";
import { modelUrl } from "../../../app/storage/webllm-store";
import { fetchServed } from "../../in-page/fetch-served";
import type { ServedShards, Stored } from "./protocol";

/** Puts shards where web-llm looks for them, and in the form in which a conversion leaves them there. */
export async function storeServedShards({ folder, card, contextTokens }: ServedShards): Promise<Stored> {
  const startMs = performance.now();
  const url = modelUrl(card.id);
  const served = (name: string) => fetchServed(`${folder}/${name}`);
  const tensorCache = (await (await served("tensor-cache.json")).json()) as TensorCache;
  let bytes = 0;
  for (const { dataPath } of tensorCache.records) {
    const shard = new Uint8Array(await (await served(dataPath)).arrayBuffer());
    await storeShard(card.id, dataPath, shard);
    bytes += shard.byteLength;
  }
  await storeModelFiles(url, {
    tokenizerJson: await (await served("tokenizer.json")).text(),
    chatConfig: chatConfigJson(card, { contextTokens }),
    tensorCache,
  });
  return { bytes, seconds: (performance.now() - startMs) / 1000 };
}
