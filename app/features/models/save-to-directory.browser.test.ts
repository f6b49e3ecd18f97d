import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../core/sha256";
import { saveToDirectory } from "./save-to-directory";
import type { StoredBundle } from "./stored-bundle";

/** Folders that the browser keeps to itself work like those that a user chooses. */
let parent: FileSystemDirectoryHandle;
const folder = `test-${crypto.randomUUID()}`;

beforeEach(async () => {
  parent = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
});
afterEach(async () => {
  await (await navigator.storage.getDirectory()).removeEntry(folder, { recursive: true });
});

async function file(name: string, content: string) {
  const bytes = new TextEncoder().encode(content);
  return { name, sizeBytes: bytes.byteLength, sha256: await sha256(bytes), content: new Blob([bytes]) };
}

async function bundle(): Promise<StoredBundle> {
  const files = [file("asclepius-model.json", "{}"), file("a.bin", "first"), file("b.bin", "second")];
  return { name: "model", convertedAt: 0, files: await Promise.all(files) };
}

async function save(saved: StoredBundle, stopAfterBytes = Number.POSITIVE_INFINITY): Promise<number[]> {
  const controller = new AbortController();
  const progress: number[] = [];
  const onProgress = (bytesDone: number) => {
    progress.push(bytesDone);
    if (bytesDone >= stopAfterBytes) controller.abort(new DOMException("Stopped.", "AbortError"));
  };
  await saveToDirectory(saved, parent, { signal: controller.signal, onProgress });
  return progress;
}

async function found(): Promise<Record<string, { text: string; modifiedAt: number }>> {
  const files: Record<string, { text: string; modifiedAt: number }> = {};
  const directory = await parent.getDirectoryHandle("model");
  for await (const handle of directory.values()) {
    if (!(handle instanceof FileSystemFileHandle)) continue;
    const content = await handle.getFile();
    files[handle.name] = { text: await content.text(), modifiedAt: content.lastModified };
  }
  return files;
}

async function overwrite(name: string, text: string): Promise<void> {
  const directory = await parent.getDirectoryHandle("model");
  const writable = await (await directory.getFileHandle(name)).createWritable();
  await writable.write(text);
  await writable.close();
}

describe("saveToDirectory", () => {
  it("writes every file into a folder of the model's name, and says how far it is", async () => {
    expect(await save(await bundle())).toEqual([0, 5, 11, 13]);
    expect(await found()).toMatchObject({
      "asclepius-model.json": { text: "{}" },
      "a.bin": { text: "first" },
      "b.bin": { text: "second" },
    });
  });

  it("leaves no manifest when it is stopped, and goes on without writing what is there again", async () => {
    await expect(save(await bundle(), 5)).rejects.toMatchObject({ name: "AbortError" });
    const before = await found();
    expect(Object.keys(before)).toEqual(["a.bin"]);
    await save(await bundle());
    const after = await found();
    expect(Object.keys(after).sort()).toEqual(["a.bin", "asclepius-model.json", "b.bin"]);
    expect(after["a.bin"]).toEqual(before["a.bin"]);
  });

  it("puts right what has another content, of the same size or not", async () => {
    await save(await bundle());
    await overwrite("a.bin", "thirt");
    await overwrite("b.bin", "");
    await save(await bundle());
    expect(await found()).toMatchObject({ "a.bin": { text: "first" }, "b.bin": { text: "second" } });
  });

  it("refuses to save what storage no longer holds as it was stored", async () => {
    const saved = await bundle();
    const files = saved.files.map((entry) => (entry.name === "b.bin" ? { ...entry, sha256: "0".repeat(64) } : entry));
    await expect(save({ ...saved, files })).rejects.toMatchObject({ code: "lost" });
    expect(Object.keys(await found())).not.toContain("asclepius-model.json");
  });

  it("says what to do where the folder is gone", async () => {
    const gone = await parent.getDirectoryHandle("gone", { create: true });
    await parent.removeEntry("gone");
    const saving = saveToDirectory(await bundle(), gone, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    await expect(saving).rejects.toMatchObject({
      code: "not-saved",
      message: expect.stringContaining("Choose another") as string,
    });
  });
});
