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
});
