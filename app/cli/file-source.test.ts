import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemOf } from "../core/checkpoint/testing/expect-problem";
import { openFiles } from "./file-source";
import { temporaryFolder } from "./testing/tiny-checkpoint";

let folder = "";
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => rm(folder, { recursive: true }));

describe("openFiles", () => {
  it("reads a folder's files in place, without hidden ones and those of folders within", async () => {
    await writeFile(join(folder, "b"), "second");
    await writeFile(join(folder, "a"), "first");
    await writeFile(join(folder, ".hidden"), "");
    await mkdir(join(folder, "within"));
    const { files, close } = await openFiles(folder);
    expect(files.map(({ name, bytes }) => [name, bytes.byteLength])).toEqual([
      ["a", 5],
      ["b", 6],
    ]);
    expect(await files[1]?.bytes.slice(1, 4)).toEqual(new TextEncoder().encode("eco"));
    await close();
  });

  it("names a link that leads nowhere", async () => {
    await symlink(join(folder, "nowhere"), join(folder, "config.json"));
    expect(await problemOf(openFiles(folder))).toMatchObject({ code: "missing-file", file: "config.json" });
  });

  it("names a file that cannot be opened, and closes nothing of it", async () => {
    const path = join(folder, "config.json");
    await writeFile(path, "{}");
    const { files, close } = await openFiles(path);
    await rm(path);
    const read = files.map(({ bytes }) => bytes.slice(0, 2));
    expect(await problemOf(Promise.all(read))).toMatchObject({ code: "missing-file", file: "config.json" });
    await expect(close()).resolves.toBeUndefined();
  });
});
