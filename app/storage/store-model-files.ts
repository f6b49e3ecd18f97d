import type { ModelFiles } from "../core/bundle/model-files";
import { fileUrl, putRecord } from "./webllm-store";

/** Stores all of a model but its shards, each file in the form in which web-llm keeps it. Returns the bytes that they take. */
export async function storeModelFiles(
  modelUrl: string,
  { tokenizerJson, chatConfig, tensorCache }: ModelFiles,
): Promise<number> {
  const tokenizer = new TextEncoder().encode(tokenizerJson);
  const config = new TextEncoder().encode(JSON.stringify(chatConfig));
  await putRecord("webllm/model", fileUrl(modelUrl, "tokenizer.json"), tokenizer.buffer);
  await putRecord("webllm/config", fileUrl(modelUrl, "mlc-chat-config.json"), config.buffer);
  await putRecord("webllm/model", fileUrl(modelUrl, "tensor-cache.json"), tensorCache);
  return tokenizer.byteLength + config.byteLength + JSON.stringify(tensorCache).length;
}
