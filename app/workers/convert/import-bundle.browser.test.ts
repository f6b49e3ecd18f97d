import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, openBundle } from "../../core/bundle/open-bundle";
import { bundleCard, shardBytes, tinyBundle } from "../../core/bundle/testing/tiny-bundle";
import { arraySource } from "../../core/byte-source";
import { deleteModel, findConversion, findModel } from "../../storage/model-repository";
import { readStoredFile, storedShard } from "../../storage/stored-model";
import { listUrls, modelUrl } from "../../storage/webllm-store";
import { importBundle } from "./import-bundle";
import type { ImportProgress } from "./protocol";

/** Two vocabulary matrices that are more than a shard each: what a bundle holds is as long as it says, and means nothing. */
const card = { ...bundleCard, shape: { ...bundleCard.shape, vocabSize: 500_000 } };

let bundle: Bundle;
let id = "";

beforeAll(async () => {
  bundle = await openBundle((await tinyBundle(card)).files, [card]);
  ({ id } = bundle.record);
  expect(bundle.shards.length).toBeGreaterThan(2);
});
afterEach(() => deleteModel(id));

/** Imports, and returns what it said on the way and how it ended. `onEvent` may stop it. */
async function run(imported: Bundle, onEvent: (stop: () => void) => void = () => undefined) {
  const controller = new AbortController();
  const events: ImportProgress[] = [];
  const emit = (event: ImportProgress) => {
    events.push(event);
    onEvent(() => controller.abort(new DOMException("Stopped.", "AbortError")));
  };
  const result = await importBundle(imported, { signal: controller.signal, emit }).catch((error: unknown) => error);
  return { result, phases: events.map(({ phase }) => phase), last: events.at(-1) };
}

describe("importBundle", () => {
  it("stores every file, and commits the record as it was", async () => {
    const { result, phases, last } = await run(bundle);
    expect(result).toEqual(bundle.record);
    expect(await findModel(id)).toEqual(bundle.record);
    expect(phases).toEqual(bundle.shards.map(() => "importing"));
    expect(last?.bytesDone).toBe(last?.bytesTotal);
    for (const { file, sizeBytes } of bundle.record.shards) {
      const stored = new Uint8Array(await (await storedShard(id, file)).arrayBuffer());
      const written = shardBytes(sizeBytes);
      expect(stored.byteLength).toBe(sizeBytes);
      expect(stored.every((byte, i) => byte === written[i])).toBe(true);
    }
    expect(await readStoredFile(id, "tensor-cache.json")).toEqual(bundle.tensorCache);
  });

  it("goes on where it was stopped, with the shards that are still to come", async () => {
    const { result } = await run(bundle, (stop) => stop());
    expect(result).toMatchObject({ name: "AbortError" });
    expect(await findModel(id)).toBeUndefined();
    expect((await findConversion(id))?.shards).toHaveLength(1);

    const { phases } = await run(bundle);
    expect(phases).toEqual(bundle.shards.map((_, i) => (i === 0 ? "verifying" : "importing")));
    expect(await findModel(id)).toEqual(bundle.record);
    expect(await findConversion(id)).toBeUndefined();
  });

  it("stores nothing again of a model that is there", async () => {
    await run(bundle);
    expect((await run(bundle)).phases).toEqual([]);
  });

  it("leaves nothing of a bundle with a shard that is not what was written, and names it", async () => {
    const damaged = bundle.shards.map(({ shard, file }, i) => {
      const bytes = arraySource(new Uint8Array(shard.sizeBytes));
      return i === 1 ? { shard, file: { ...file, bytes } } : { shard, file };
    });
    const { result } = await run({ ...bundle, shards: damaged });
    expect(result).toMatchObject({ code: "bad-value", file: "params_shard_1.bin" });
    expect(await findModel(id)).toBeUndefined();
    expect(await findConversion(id)).toBeUndefined();
    expect(await listUrls("webllm/model", modelUrl(id))).toEqual([]);
  });
});
