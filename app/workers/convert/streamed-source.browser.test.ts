import { describe, expect, it } from "vitest";
import { streamedSource } from "./streamed-source";

const MiB = 2 ** 20;
const bytes = Uint8Array.from({ length: 5 * MiB + 17 }, (_, i) => (i * 2654435761) >>> 24);
const source = streamedSource(new Blob([bytes]));
const parts: [string, [number, number][]][] = [
  [
    "one after the other",
    [
      [0, 2 * MiB],
      [2 * MiB, 4 * MiB],
      [4 * MiB, 5 * MiB + 17],
    ],
  ],
  [
    "in any order",
    [
      [3 * MiB, 5 * MiB],
      [0, 2 * MiB],
      [MiB + 1, 4 * MiB + 3],
      [7, 9],
      [0, 2 * MiB],
    ],
  ],
];

describe("streamedSource", () => {
  it.each(parts)("gives the bytes asked for, %s", async (_, reads) => {
    for (const [start, end] of reads) expect(await source.slice(start, end)).toEqual(bytes.slice(start, end));
  });

  it.each(parts)("gives them when all are asked for at once, %s", async (_, reads) => {
    const read = await Promise.all(reads.map(([start, end]) => source.slice(start, end)));
    expect(read).toEqual(reads.map(([start, end]) => bytes.slice(start, end)));
  });

  it("knows the file's length", () => expect(source.byteLength).toBe(5 * MiB + 17));

  it("fills buffers that nothing else shows, so that they can be handed on", async () => {
    const read = await source.slice(0, 2 * MiB);
    expect(read.buffer.byteLength).toBe(read.byteLength);
  });
});
