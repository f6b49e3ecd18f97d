import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../byte-source";
import { problemOf } from "../checkpoint/testing/expect-problem";
import { openBundle, readVerified } from "./open-bundle";
import { bundleCard, tinyBundle } from "./testing/tiny-bundle";

const open = (files: readonly NamedFile[]) => openBundle(files, [bundleCard]);

/** The files with one replaced. */
async function withFile(name: string, change: (bytes: Uint8Array) => Uint8Array): Promise<NamedFile[]> {
  const { files } = await tinyBundle();
  return await Promise.all(
    files.map(async (file) => {
      if (file.name !== name) return file;
      const bytes = await file.bytes.slice(0, file.bytes.byteLength);
      return { name, bytes: arraySource(change(bytes)) };
    }),
  );
}

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === bytes.byteLength - 9 ? byte ^ 1 : byte));
}

describe("openBundle", () => {
  it("opens what was written, in any order and among other files", async () => {
    const { manifest, files } = await tinyBundle();
    const others = [{ name: "README.txt", bytes: arraySource(new Uint8Array(3)) }];
    const bundle = await open([...others, ...files.toReversed()]);
    expect(bundle.record).toEqual(manifest.model);
    expect(bundle.card).toBe(bundleCard);
    expect(bundle.shards.map(({ file }) => file.name)).toEqual(manifest.model.shards.map(({ file }) => file));
    for (const { file, shard } of bundle.shards) await readVerified(file, shard.sha256);
  });

  it("says which file is missing, whichever it is", async () => {
    const { files } = await tinyBundle();
    for (const missing of files) {
      const problem = await problemOf(open(files.filter((file) => file !== missing)));
      expect(problem).toMatchObject({ code: "missing-file", file: missing.name });
    }
  });

  it("says which file has another size, whichever it is", async () => {
    const { manifest } = await tinyBundle();
    for (const { name } of manifest.files) {
      const files = await withFile(name, (bytes) => bytes.subarray(1));
      expect(await problemOf(open(files))).toMatchObject({ code: "bad-value", file: name });
    }
  });

  it("says which small file has other content", async () => {
    for (const name of ["mlc-chat-config.json", "tensor-cache.json", "tokenizer.json"]) {
      const problem = await problemOf(open(await withFile(name, flipped)));
      expect(problem).toMatchObject({ code: "bad-value", file: name });
      expect(problem.message).toContain("its sha-256 differs");
    }
  });

  it("finds a shard of other content when it is read", async () => {
    const { shards } = await open(await withFile("params_shard_0.bin", flipped));
    const [first] = shards;
    if (first === undefined) throw new Error("The bundle has no shard.");
    expect(await problemOf(readVerified(first.file, first.shard.sha256))).toMatchObject({
      code: "bad-value",
      file: "params_shard_0.bin",
    });
  });

  it("refuses two files of a name", async () => {
    const { files } = await tinyBundle();
    expect(await problemOf(open([...files, ...files]))).toMatchObject({ code: "not-a-checkpoint" });
  });
});
