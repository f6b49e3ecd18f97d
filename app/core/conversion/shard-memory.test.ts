import { describe, expect, it } from "vitest";
import { shardMemory } from "./shard-memory";

/** Whether two shards share no byte. */
function areApart(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer !== b.buffer || a.byteOffset + a.length <= b.byteOffset || b.byteOffset + b.length <= a.byteOffset;
}

describe("shardMemory", () => {
  // Of a 7B model, in units of 64 bytes: embedding, then two layers, then the output projection.
  const sizes = [737, 283, 94, 507, 254, 283, 94, 507, 254, 737].map((size) => 64 * size);

  it("gives shards all their bytes, in one buffer, aligned for words", () => {
    const memory = shardMemory(sizes);
    const all = sizes.map((_, index) => memory.bytesOf(index));
    expect(all.map(({ length }) => length)).toEqual(sizes);
    expect(new Set(all.map(({ buffer }) => buffer)).size).toBe(1);
    for (const { byteOffset } of all) expect(byteOffset % 4).toBe(0);
  });

  it("keeps neighbours apart wherever it says so, which is where neither is the largest", () => {
    const memory = shardMemory(sizes);
    const beside = sizes.map((_, index) => memory.isBesideLast(index));
    expect(beside).toEqual([true, false, true, true, true, true, true, true, true, false]);
    for (const [index, isBeside] of beside.entries()) {
      if (index > 0) expect(areApart(memory.bytesOf(index - 1), memory.bytesOf(index)), `${index}`).toBe(isBeside);
    }
  });

  it("takes no more than the largest shard, or two neighbours that are smaller", () => {
    expect(shardMemory(sizes).bytesOf(0).buffer.byteLength).toBe(64 * (507 + 254));
    expect(shardMemory([640, 64, 640]).bytesOf(0).buffer.byteLength).toBe(640);
    expect(shardMemory([64]).bytesOf(0).buffer.byteLength).toBe(64);
  });

  it("serves no shards, where none are missing", () => {
    expect(() => shardMemory([]).bytesOf(0)).toThrow(RangeError);
  });
});
