import { describe, expect, it } from "vitest";
import { commitModel } from "./model-repository";
import { openStoredModel, readShard, readTokenizerJson, tokenizerFile } from "./stored-model";
import { newModelId, shardBytes, shardFile, tinyRecord, tinyTensorCache } from "./testing/tiny-record";
import { fileUrl, modelUrl, putRecord } from "./webllm-store";

const lost = { name: "StorageError", code: "lost", retryable: false };

/** A model as a conversion leaves it, with some files replaced. */
async function store(files: Record<string, object> = {}): Promise<string> {
  const id = newModelId();
  const all = {
    [shardFile]: new Blob([shardBytes]),
    [tokenizerFile]: new TextEncoder().encode('{"é":1}').buffer,
    "tensor-cache.json": tinyTensorCache,
    ...files,
  };
  for (const [file, data] of Object.entries(all)) await putRecord("webllm/model", fileUrl(modelUrl(id), file), data);
  await commitModel(tinyRecord(id));
  return id;
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<number[]> {
  const bytes: number[] = [];
  for await (const piece of pieces) bytes.push(...piece);
  return bytes;
}

describe("a stored model", () => {
  it("is opened with its card, and gives its tokenizer and its shards", async () => {
    const id = await store();
    expect(await openStoredModel(id)).toMatchObject({ record: { id }, card: { id: "tiny" } });
    expect(await readTokenizerJson(id)).toBe('{"é":1}');
    expect(await bytesOf(readShard(id, shardFile))).toEqual([...shardBytes]);
  });

  it("is lost where it was never stored", async () => {
    const id = newModelId();
    await expect(openStoredModel(id)).rejects.toMatchObject(lost);
    await expect(readTokenizerJson(id)).rejects.toMatchObject(lost);
    await expect(bytesOf(readShard(id, shardFile))).rejects.toMatchObject(lost);
  });

  it("is lost where a file holds something else", async () => {
    const id = await store({ [shardFile]: { no: "bytes" }, [tokenizerFile]: new Blob(["{}"]) });
    await expect(readTokenizerJson(id)).rejects.toThrow(/^tokenizer\.json: the stored file is gone/);
    await expect(bytesOf(readShard(id, shardFile))).rejects.toThrow(/^params_shard_0\.bin: the stored file is gone/);
  });
});
