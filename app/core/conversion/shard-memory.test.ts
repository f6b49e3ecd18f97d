import { describe, expect, it } from "vitest";
import { shardMemory } from "./shard-memory";

describe("shardMemory", () => {
  // Of a 7B model, in units of 64 bytes: embedding, then three layers, then the output projection.
  const layer = [283, 94, 507, 254];
  const sizes = [737, ...layer, ...layer, ...layer, 737].map((size) => 64 * size);

  /** Takes memory for each shard while the one before still has its own, where that can be. Returns where it could, and what served. */
  function takeInTurn(sizes: readonly number[]) {
    const memory = shardMemory(sizes);
    const buffers = new Set<ArrayBuffer>();
    const beside: boolean[] = [];
    let last = new Uint8Array();
    for (const [index, size] of sizes.entries()) {
      const isBeside = index > 0 && memory.isFree(size);
      if (index > 0 && !isBeside) memory.give(last);
      const bytes = memory.take(size);
      expect(bytes.length).toBe(size);
      expect(bytes.byteOffset).toBe(0);
      if (isBeside) {
        expect(bytes.buffer).not.toBe(last.buffer);
        memory.give(last);
      }
      beside.push(isBeside);
      buffers.add(bytes.buffer);
      last = bytes;
    }
    return { beside, buffers: [...buffers].map(({ byteLength }) => byteLength / 64).sort() };
  }

  it("serves two neighbours at once wherever neither is the largest", () => {
    const { beside } = takeInTurn(sizes);
    expect(beside).toEqual([false, false, ...Array.from({ length: 12 }, () => true)]);
  });

  it("takes as much as the largest, and the smaller of two neighbours", () => {
    expect(takeInTurn(sizes).buffers).toEqual([254, 737]);
    expect(takeInTurn([640, 64, 640]).buffers).toEqual([10]);
    expect(takeInTurn([64]).buffers).toEqual([1]);
  });

  it("has none for more than it was made for, or twice", () => {
    const memory = shardMemory([64, 64]);
    expect(memory.isFree(65)).toBe(false);
    expect(memory.take(64).length).toBe(64);
    expect(memory.isFree(64)).toBe(false);
    expect(() => memory.take(64)).toThrow(RangeError);
  });

  it("serves no shards, where none are missing", () => {
    expect(shardMemory([]).isFree(1)).toBe(false);
  });
});
