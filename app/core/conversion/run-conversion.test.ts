import { expect, it } from "vitest";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyFolder } from "../checkpoint/testing/tiny-model";
import type { ShardRecord } from "../models/model-record";
import { testPacker } from "../quantize/testing/test-packer";
import { openSource } from "./open-source";
import { type ModelSink, prepareConversion, runConversion } from "./run-conversion";

/** A sink that holds shards in memory. */
function memorySink(): ModelSink {
  const shards: ShardRecord[] = [];
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    shards,
    begin: (file, bytes) => ({
      filled: () => undefined,
      finish: (matrices) => {
        contents.set(file, bytes.slice());
        shards.push({ file, sizeBytes: bytes.byteLength, sha256: "0".repeat(64), matrices });
        return Promise.resolve();
      },
    }),
    addFiles: () => Promise.resolve(0),
    read: (file, byteOffset, byteLength) =>
      Promise.resolve((contents.get(file) ?? new Uint8Array()).slice(byteOffset, byteOffset + byteLength)),
  };
}

it("records names that show, whatever the source is called", async () => {
  const card = cardOf(SMALL_SHAPE);
  const source = await openSource(tinyFolder(SMALL_SHAPE), { cards: [card], label: "my\u200e model" });
  const conversion = await prepareConversion(source, { card, mode: "plain", appVersion: "1.0.0" });
  const { signal } = new AbortController();
  const options = { packer: await testPacker(), signal, onProgress: () => undefined };
  expect((await runConversion(conversion, memorySink(), options)).label).toBe("my? model");
  const unnamed = { ...conversion, source: { ...source, checkpoint: { ...source.checkpoint, label: "" } } };
  expect((await runConversion(unnamed, memorySink(), options)).label).toBe(card.id);
});
