import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../byte-source";
import { fingerprint } from "./fingerprint";

const file = (name: string, bytes: Uint8Array): NamedFile => ({ name, bytes: arraySource(bytes) });
const small = Uint8Array.from({ length: 40_000 }, (_, i) => i % 251);

describe("fingerprint", () => {
  it("is the same for the same files in any order", async () => {
    const [a, b] = [file("a.safetensors", small), file("config.json", small.slice(0, 300))];
    expect(await fingerprint([a, b])).toBe(await fingerprint([b, a]));
    expect(await fingerprint([a, b])).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is another for another name, another size, and a byte changed anywhere in a small file", async () => {
    const base = await fingerprint([file("a", small)]);
    expect(await fingerprint([file("b", small)])).not.toBe(base);
    expect(await fingerprint([file("a", small.slice(0, -1))])).not.toBe(base);
    for (const at of [0, 16_383, 16_384, 20_000, 39_999]) {
      const other = small.slice();
      other[at] = 255;
      expect(await fingerprint([file("a", other)]), `byte ${at}`).not.toBe(base);
    }
  });

  it("keeps names apart from bytes", async () => {
    const text = (value: string) => new TextEncoder().encode(value);
    expect(await fingerprint([file("a", text("bc"))])).not.toBe(await fingerprint([file("ab", text("c"))]));
  });

  it("reads at most 1 MiB of a file of any size, its first and its last bytes among them", async () => {
    const byteLength = 7_000_000_001;
    const reads: [number, number][] = [];
    const bytes = {
      byteLength,
      slice: (start: number, end: number) => {
        reads.push([start, end]);
        return Promise.resolve(new Uint8Array(end - start));
      },
    };
    await fingerprint([{ name: "large", bytes }]);
    expect(reads.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThanOrEqual(2 ** 20);
    expect(reads[0]?.[0]).toBe(0);
    expect(byteLength - (reads.at(-1)?.[1] ?? 0)).toBeLessThan(64);
  });
});
