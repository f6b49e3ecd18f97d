import { chatConfigJson } from "../../../app/core/shards/chat-config";
import type { TensorCache } from "../../../app/core/shards/tensor-cache";
import { modelUrl } from "../../../app/storage/model-repository";
import { fileUrl, putRecord } from "../../../app/storage/webllm-store";
import type { ServedShards, Stored } from "./protocol";

/** Puts shards where web-llm looks for them, and in the form in which a conversion leaves them there. */
export async function storeServedShards({ folder, card, contextTokens }: ServedShards): Promise<Stored> {
  const startMs = performance.now();
  const url = modelUrl(card.id);
  const served = async (name: string): Promise<Response> => {
    const response = await fetch(`${folder}/${name}`);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };
  const tensorCache = (await (await served("tensor-cache.json")).json()) as TensorCache;
  let bytes = 0;
  for (const { dataPath } of tensorCache.records) {
    const shard = await (await served(dataPath)).blob();
    await putRecord("webllm/model", fileUrl(url, dataPath), shard);
    bytes += shard.size;
  }
  await putRecord("webllm/model", fileUrl(url, "tensor-cache.json"), tensorCache);
  const tokenizer = await (await served("tokenizer.json")).arrayBuffer();
  await putRecord("webllm/model", fileUrl(url, "tokenizer.json"), tokenizer);
  const config = new TextEncoder().encode(JSON.stringify(chatConfigJson(card, { contextTokens })));
  await putRecord("webllm/config", fileUrl(url, "mlc-chat-config.json"), config.buffer);
  return { bytes, seconds: (performance.now() - startMs) / 1000 };
}
