import { describe, expect, it, vi } from "vitest";
import { readBlob } from "./read-blob";

const bytes = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 7) % 251);

async function read(blob: Blob): Promise<Uint8Array> {
  const whole = new Uint8Array(blob.size);
  let at = 0;
  for await (const piece of readBlob(blob)) {
    expect(piece.byteLength).toBeGreaterThan(0);
    whole.set(piece, at);
    at += piece.byteLength;
  }
  expect(at).toBe(blob.size);
  return whole;
}

/** A Blob whose streams cannot read into a buffer of ours, as in some browsers. */
function withPlainStream(blob: Blob): Blob {
  const stream = blob.stream.bind(blob);
  vi.spyOn(blob, "stream").mockImplementation(() => stream().pipeThrough(new TransformStream()));
  return blob;
}

describe("readBlob", () => {
  it.each([
    ["into a buffer of ours", (blob: Blob) => blob],
    ["where the browser only hands out its own", withPlainStream],
  ])("gives all bytes in order, %s", async (_, prepare) => {
    const whole = await read(prepare(new Blob([bytes])));
    // Told byte by byte: a matcher that could say how megabytes differ takes seconds to find that they do not.
    expect(whole.length === bytes.length && whole.every((byte, i) => byte === bytes[i])).toBe(true);
    expect(await read(prepare(new Blob([])))).toHaveLength(0);
  });

  it("ends although the browser collects garbage while it reads", async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle("garbage-while-reading", { create: true });
    const writable = await handle.createWritable();
    await writable.write(new Blob(Array.from({ length: 40 }, () => bytes)));
    await writable.close();
    let length: number | undefined;
    // Nothing here may wait for the read, which would hold the stream.
    void readLength(await handle.getFile()).then((read) => (length = read));
    while (length === undefined) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(length).toBe(40 * bytes.length);
    await folder.removeEntry("garbage-while-reading");
  }, 30_000);
});

/** See the flags in vite.config.ts. */
declare const gc: () => void;

async function readLength(blob: Blob): Promise<number> {
  let length = 0;
  for await (const { byteLength } of readBlob(blob)) length += byteLength;
  return length;
}
