import { describe, expect, it } from "vitest";
import { shardMemory } from "./shard-memory";

describe("shardMemory", () => {
  // Of a 7B model, in units of 64 bytes: embedding, then two layers, then the output projection.
  const sizes = [737, 283, 94, 507, 254, 283, 94, 507, 254, 737].map((size) => 64 * size);

  it("gives shards all their bytes, aligned for words", () => {
    const memory = shardMemory(sizes);
    const all = sizes.map((_, index) => memory.take(index));
    expect(all.map(({ length }) => length)).toEqual(sizes);
    for (const { byteOffset } of all) expect(byteOffset % 4).toBe(0);
  });

  it("lets neighbours have memory at once where neither is the largest", () => {
    const memory = shardMemory(sizes);
    const beside = sizes.map((_, index) => memory.isBesideLast(index));
    expect(beside).toEqual([true, false, true, true, true, true, true, true, true, false]);
  });

  it("makes no more than two for all that are smaller than the largest, and none that is in use is given twice", () => {
    const memory = shardMemory(sizes);
    const made = new Set<ArrayBuffer>();
    const inUse: Uint8Array<ArrayBuffer>[] = [];
    for (const [index] of sizes.entries()) {
      while (inUse.length > (memory.isBesideLast(index) ? 1 : 0)) memory.give(inUse.shift() ?? new Uint8Array());
      const bytes = memory.take(index);
      expect(inUse.map(({ buffer }) => buffer)).not.toContain(bytes.buffer);
      inUse.push(bytes);
      made.add(bytes.buffer);
    }
    expect([...made].map(({ byteLength }) => byteLength / 64).sort()).toEqual([507, 507, 737, 737]);
  });

  it("serves models whose shards are all of one size", () => {
    const memory = shardMemory([64, 64]);
    const first = memory.take(0);
    memory.give(first);
    expect(memory.take(1)).toEqual(first);
    expect(memory.take(1).buffer).not.toBe(first.buffer);
    expect(memory.isBesideLast(1)).toBe(false);
  });

  it("serves no shards, where none are missing", () => {
    expect(() => shardMemory([]).take(0)).toThrow(RangeError);
  });
});
