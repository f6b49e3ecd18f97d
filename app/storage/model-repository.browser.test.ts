import { describe, expect, it } from "vitest";
import type { ModelRecord } from "../core/models/model-record";
import {
  assertComplete,
  commitModel,
  deleteModel,
  findConversion,
  findModel,
  watchConversions,
  watchModels,
  writeConversion,
} from "./model-repository";
import { newModelId, shardBytes, shardFile, tinyConversion, tinyRecord, tinyTensorCache } from "./testing/tiny-record";
import { fileUrl, listUrls, modelUrl, putRecord } from "./webllm-store";

async function storeFiles(modelId: string): Promise<void> {
  const url = modelUrl(modelId);
  await putRecord("webllm/model", fileUrl(url, shardFile), new Blob([shardBytes]));
  await putRecord("webllm/model", fileUrl(url, "tokenizer.json"), new TextEncoder().encode("{}").buffer);
  await putRecord("webllm/model", fileUrl(url, "tensor-cache.json"), tinyTensorCache);
}

/** Resolves with the first list of ready models that `accept` takes. */
function whenListed(accept: (ids: string[]) => boolean): Promise<ModelRecord[]> {
  return new Promise((resolve, reject) => {
    const stop = watchModels((models) => {
      if (!accept(models.map(({ id }) => id))) return;
      // The first call may come before watchModels has returned.
      queueMicrotask(() => stop());
      resolve(models);
    }, reject);
  });
}

describe("the models of this device", () => {
  it("lists a model once it is committed, and not while it is being converted", async () => {
    const id = newModelId();
    await writeConversion(tinyConversion(id));
    await storeFiles(id);
    expect(await findModel(id)).toBeUndefined();
    expect(await findConversion(id)).toEqual(tinyConversion(id));

    const listed = whenListed((ids) => ids.includes(id));
    await commitModel(tinyRecord(id));
    expect((await listed).find((model) => model.id === id)).toEqual(tinyRecord(id));
    expect(await findModel(id)).toEqual(tinyRecord(id));
    expect(await findConversion(id)).toBeUndefined();
  });

  it("lists the newest first", async () => {
    const [older, newer] = [newModelId(), newModelId()];
    await commitModel(tinyRecord(newer, 2_000_000));
    await commitModel(tinyRecord(older, 1_000_000));
    const models = await whenListed((ids) => ids.includes(older) && ids.includes(newer));
    const ids = models.map(({ id }) => id).filter((id) => id === older || id === newer);
    expect(ids).toEqual([newer, older]);
  });

  it("tells watchers when a model is deleted, and stops when asked to", async () => {
    const [kept, gone] = [newModelId(), newModelId()];
    await commitModel(tinyRecord(kept));
    await commitModel(tinyRecord(gone));
    const listed = whenListed((ids) => ids.includes(kept) && !ids.includes(gone));
    await deleteModel(gone);
    expect((await listed).map(({ id }) => id)).not.toContain(gone);
  });

  it("deletes payload and record of a model", async () => {
    const id = newModelId();
    await storeFiles(id);
    await putRecord("webllm/config", fileUrl(modelUrl(id), "mlc-chat-config.json"), new ArrayBuffer(2));
    await commitModel(tinyRecord(id));
    await deleteModel(id);
    expect(await findModel(id)).toBeUndefined();
    expect(await listUrls("webllm/model", modelUrl(id))).toEqual([]);
    expect(await listUrls("webllm/config", modelUrl(id))).toEqual([]);
  });

  it("tells watchers of unfinished conversions, newest first, until they are committed", async () => {
    const [older, newer] = [newModelId(), newModelId()];
    const lists: string[][] = [];
    const stop = watchConversions(
      (conversions) => lists.push(conversions.map(({ id }) => id).filter((id) => id === older || id === newer)),
      (error) => expect.unreachable(String(error)),
    );
    await writeConversion({ ...tinyConversion(newer), startedAt: 2 });
    await writeConversion(tinyConversion(older));
    await expect.poll(() => lists.at(-1)).toEqual([newer, older]);
    await commitModel(tinyRecord(newer));
    await expect.poll(() => lists.at(-1)).toEqual([older]);
    stop();
  });

  it("deletes what an interrupted conversion left", async () => {
    const id = newModelId();
    await writeConversion(tinyConversion(id));
    await storeFiles(id);
    await deleteModel(id);
    expect(await findConversion(id)).toBeUndefined();
    expect(await listUrls("webllm/model", modelUrl(id))).toEqual([]);
  });
});

describe("assertComplete", () => {
  it("accepts a model whose files are all there", async () => {
    const id = newModelId();
    await storeFiles(id);
    await expect(assertComplete(tinyRecord(id))).resolves.toBeUndefined();
  });

  it("says how many files of a model are gone, and what to do", async () => {
    const id = newModelId();
    await putRecord("webllm/model", fileUrl(modelUrl(id), "tokenizer.json"), new ArrayBuffer(2));
    await expect(assertComplete(tinyRecord(id))).rejects.toMatchObject({
      code: "lost",
      message: "tiny.gguf: 2 of 3 stored files are gone. Delete the model and convert it again.",
    });
  });
});
