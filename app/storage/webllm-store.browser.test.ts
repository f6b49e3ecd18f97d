import { deleteChatConfigInCache, deleteModelInCache, hasModelInCache, type AppConfig } from "@mlc-ai/web-llm";
import { describe, expect, it } from "vitest";
import { newModelId, shardBytes, shardFile, tinyTensorCache } from "./testing/tiny-record";
import { deleteModelRecords, fileUrl, listUrls, modelUrl, putRecord, readRecord } from "./webllm-store";

/** Writes a model as the conversion does, and gives what web-llm needs to look it up. */
async function store(): Promise<{ modelId: string; url: string; appConfig: AppConfig }> {
  const modelId = newModelId();
  const url = modelUrl(modelId);
  await putRecord("webllm/model", fileUrl(url, shardFile), new Blob([shardBytes]));
  await putRecord("webllm/model", fileUrl(url, "tokenizer.json"), new TextEncoder().encode("{}").buffer);
  await putRecord("webllm/model", fileUrl(url, "tensor-cache.json"), tinyTensorCache);
  await putRecord("webllm/config", fileUrl(url, "mlc-chat-config.json"), new TextEncoder().encode("{}").buffer);
  const model = { model: url, model_id: modelId, model_lib: new URL("/model-libs/none.wasm", url).href };
  return { modelId, url, appConfig: { cacheBackend: "indexeddb", model_list: [model] } };
}

describe("the store that web-llm reads by itself", () => {
  it("is where web-llm finds a model that we wrote", async () => {
    const { modelId, appConfig } = await store();
    expect(await hasModelInCache(modelId, appConfig)).toBe(true);
  });

  it.each([shardFile, "tensor-cache.json"])("is incomplete for web-llm without %s", async (missing) => {
    const modelId = newModelId();
    const url = modelUrl(modelId);
    const files = { [shardFile]: new Blob([shardBytes]), "tensor-cache.json": tinyTensorCache };
    for (const [file, data] of Object.entries(files)) {
      if (file !== missing) await putRecord("webllm/model", fileUrl(url, file), data);
    }
    const model = { model: url, model_id: modelId, model_lib: url };
    // Where the list itself is missing, web-llm looks for it at the model's address, and there is nothing.
    expect(await hasModelInCache(modelId, { cacheBackend: "indexeddb", model_list: [model] })).toBe(false);
  });

  it("has the keys that web-llm deletes", async () => {
    const { modelId, url, appConfig } = await store();
    expect(await listUrls("webllm/model", url)).toHaveLength(3);
    await deleteModelInCache(modelId, appConfig);
    await deleteChatConfigInCache(modelId, appConfig);
    // web-llm leaves the list of shards behind; what it lists is gone.
    expect(await listUrls("webllm/model", url)).toEqual([fileUrl(url, "tensor-cache.json")]);
    expect(await listUrls("webllm/config", url)).toEqual([]);
  });

  it("is empty for web-llm once we deleted a model, and other models stay", async () => {
    const gone = await store();
    const kept = await store();
    await deleteModelRecords(gone.url);
    expect(await hasModelInCache(gone.modelId, gone.appConfig)).toBe(false);
    expect(await listUrls("webllm/config", gone.url)).toEqual([]);
    expect(await hasModelInCache(kept.modelId, kept.appConfig)).toBe(true);
  });

  it("gives back the bytes and objects that were written, and undefined for what was not", async () => {
    const { url } = await store();
    const shard = await readRecord("webllm/model", fileUrl(url, shardFile));
    expect(shard).toBeInstanceOf(Blob);
    expect(new Uint8Array(await (shard as Blob).arrayBuffer())).toEqual(shardBytes);
    expect(await readRecord("webllm/model", fileUrl(url, "tensor-cache.json"))).toEqual(tinyTensorCache);
    expect(await readRecord("webllm/model", fileUrl(url, "params_shard_1.bin"))).toBeUndefined();
  });

  it("keeps a model apart from one whose id begins with its own", async () => {
    const { url } = await store();
    const longer = modelUrl(`${new URL(url).pathname.split("/")[2] ?? ""}0`);
    await putRecord("webllm/model", fileUrl(longer, shardFile), new Blob([shardBytes]));
    await deleteModelRecords(url);
    expect(await listUrls("webllm/model", longer)).toHaveLength(1);
  });
});
