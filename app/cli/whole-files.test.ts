import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./testing/tiny-checkpoint";
import { writeWhole } from "./whole-files";

let folder = "";
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => rm(folder, { recursive: true }));

describe("writeWhole", () => {
  it("writes a file, and nothing else", async () => {
    await writeWhole(join(folder, "a"), (handle) => handle.writeFile("text"));
    expect(await readdir(folder)).toEqual(["a"]);
    expect(await readFile(join(folder, "a"), "utf8")).toBe("text");
  });

  it("leaves what was there before and nothing of its own where it is stopped", async () => {
    const path = join(folder, "a");
    await writeWhole(path, (handle) => handle.writeFile("before"));
    const stopped = writeWhole(path, async (handle) => {
      await handle.writeFile("half of it");
      throw new DOMException("Stopped.", "AbortError");
    });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(await readdir(folder)).toEqual(["a"]);
    expect(await readFile(path, "utf8")).toBe("before");
  });

  it("says what cannot be written", async () => {
    const nowhere = writeWhole(join(folder, "none", "a"), (handle) => handle.writeFile("text"));
    await expect(nowhere).rejects.toMatchObject({ code: "not-written" });
  });
});
