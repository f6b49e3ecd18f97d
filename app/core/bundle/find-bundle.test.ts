import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../byte-source";
import { problemOf } from "../checkpoint/testing/expect-problem";
import { SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyFolder } from "../checkpoint/testing/tiny-model";
import { findBundle } from "./find-bundle";
import { openBundle, readVerified } from "./open-bundle";
import { tarParts } from "./tar/write-tar";
import { bundleCard, tinyBundle } from "./testing/tiny-bundle";

/** Files as an archive of ours. */
async function tarOf(files: readonly NamedFile[], folder = "tiny-best/"): Promise<NamedFile> {
  const entries = await Promise.all(
    files.map(async ({ name, bytes }) => ({
      name: folder + name,
      sizeBytes: bytes.byteLength,
      content: await bytes.slice(0, bytes.byteLength),
    })),
  );
  const parts = tarParts(entries, 0);
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return { name: "whatever", bytes: arraySource(whole) };
}

describe("findBundle", () => {
  it("takes the files of a folder as they are", async () => {
    const { files } = await tinyBundle();
    expect(await findBundle(files)).toBe(files);
  });

  it("finds in an archive what was put into it, in a folder or not", async () => {
    const { files, manifest } = await tinyBundle();
    for (const folder of ["tiny-best/", "a/b/", ""]) {
      const found = await findBundle([await tarOf(files, folder)]);
      const { record, shards } = await openBundle(found ?? [], [bundleCard]);
      expect(record).toEqual(manifest.model);
      for (const { shard, file } of shards) await readVerified(file, shard.sha256);
    }
  });

  it("leaves checkpoints alone, in archives too", async () => {
    const checkpoint = tinyFolder(SMALL_SHAPE);
    expect(await findBundle(checkpoint)).toBeUndefined();
    expect(await findBundle([await tarOf(checkpoint)])).toBeUndefined();
    expect(await findBundle([])).toBeUndefined();
  });

  it("says that an archive is cut off, wherever it is", async () => {
    const { bytes } = await tarOf((await tinyBundle()).files);
    const whole = await bytes.slice(0, bytes.byteLength);
    for (let end = 512; end < whole.byteLength; end += 511) {
      const cut = [{ name: "cut.tar", bytes: arraySource(whole.subarray(0, end)) }];
      expect(await problemOf(findBundle(cut))).toMatchObject({ code: "truncated", file: "cut.tar" });
    }
  });
});
