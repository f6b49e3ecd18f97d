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
    "with gaps and short reads between",
    [
      [0, MiB],
      [MiB, MiB + 3],
      [MiB + 500, 2 * MiB],
      [2 * MiB + 100, 2 * MiB + 110],
      [3 * MiB, 5 * MiB + 17],
    ],
  ],
  [
    "in two runs and more, in turn",
    [
      [0, MiB],
      [3 * MiB, 4 * MiB],
      [MiB, 2 * MiB],
      [4 * MiB, 5 * MiB],
      [2 * MiB, 3 * MiB],
      [MiB, 2 * MiB],
      [5 * MiB, 5 * MiB + 17],
      [2 * MiB, 3 * MiB],
      [3 * MiB, 3 * MiB + 9],
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

/** Told byte by byte: a matcher that could say how megabytes differ takes seconds to find that they do not. */
function isPart(read: Uint8Array, start: number, end: number): boolean {
  return read.byteLength === end - start && read.every((byte, i) => byte === bytes[start + i]);
}

describe("streamedSource", () => {
  it.each(parts)("gives the bytes asked for, %s", async (_, reads) => {
    for (const [start, end] of reads) expect(isPart(await source.slice(start, end), start, end)).toBe(true);
  });

  it.each(parts)("gives them when all are asked for at once, %s", async (_, reads) => {
    const read = await Promise.all(reads.map(([start, end]) => source.slice(start, end)));
    reads.forEach(([start, end], i) => expect(isPart(read[i] ?? new Uint8Array(0), start, end)).toBe(true));
  });

  it.each(["in turn", "all at once"])("reads more files than may be open, %s", async (how) => {
    const files = Array.from({ length: 4 }, () => streamedSource(new Blob([bytes])));
    const places = [0, 3 * MiB, MiB / 2, 3.5 * MiB, MiB, 4 * MiB, 1.5 * MiB, 4.5 * MiB];
    const asked = places.flatMap((start) => files.map((file) => ({ file, start, end: start + MiB / 2 })));
    const read = async ({ file, start, end }: (typeof asked)[number]) =>
      isPart(await file.slice(start, end), start, end);
    const right: boolean[] = [];
    if (how === "all at once") right.push(...(await Promise.all(asked.map(read))));
    else for (const part of asked) right.push(await read(part));
    expect(right.filter(Boolean)).toHaveLength(asked.length);
  });

  it("gives what was asked for before it is closed, and after", async () => {
    const closed = streamedSource(new Blob([bytes]));
    const before = [closed.slice(0, 2 * MiB), closed.slice(2 * MiB, 4 * MiB)];
    closed.close();
    const after = closed.slice(4 * MiB, 5 * MiB + 17);
    const read = await Promise.all([...before, after]);
    expect(isPart(read[0], 0, 2 * MiB)).toBe(true);
    expect(isPart(read[1] ?? new Uint8Array(0), 2 * MiB, 4 * MiB)).toBe(true);
    expect(isPart(read[2] ?? new Uint8Array(0), 4 * MiB, 5 * MiB + 17)).toBe(true);
  });

  it("knows the file's length", () => expect(source.byteLength).toBe(5 * MiB + 17));

  it("fills buffers that nothing else shows, so that they can be handed on", async () => {
    const read = await source.slice(0, 2 * MiB);
    expect(read.buffer.byteLength).toBe(read.byteLength);
  });
});
