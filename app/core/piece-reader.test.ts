import { describe, expect, it } from "vitest";
import { createPieceReader } from "./piece-reader";

/** Pieces of these lengths that count up from 0, each in the same buffer, as some streams give them. */
async function* counting(...lengths: number[]): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  const buffer = new ArrayBuffer(64);
  let next = 0;
  for (const length of lengths) {
    const piece = new Uint8Array(buffer, 0, length);
    for (let i = 0; i < length; i++) piece[i] = next++;
    yield await Promise.resolve(piece);
    piece.fill(255);
  }
}

const range = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, i) => start + i);

describe("createPieceReader", () => {
  it.each([
    ["one piece", [40]],
    ["pieces of one byte", Array.from({ length: 40 }, () => 1)],
    ["pieces of odd lengths, some empty", [3, 0, 13, 1, 0, 0, 23]],
  ])("gives the bytes as they are asked for: %s", async (_, lengths) => {
    const reader = createPieceReader(counting(...lengths));
    expect([...(await reader.read(4))]).toEqual(range(0, 4));
    expect([...(await reader.read(0))]).toEqual([]);
    await reader.skip(5);
    expect([...(await reader.read(16))]).toEqual(range(9, 25));
    expect([...(await reader.read(1))]).toEqual([25]);
    await reader.skip(10);
    expect([...(await reader.read(9))]).toEqual(range(36, 40));
    expect([...(await reader.read(1))]).toEqual([]);
    await reader.skip(1);
  });

  it("gives bytes that words can be read from", async () => {
    const reader = createPieceReader(counting(5, 30, 29));
    for (let start = 0; start < 64; start += 4) {
      const { buffer, byteOffset } = await reader.read(4);
      const first = start | ((start + 1) << 8) | ((start + 2) << 16) | ((start + 3) << 24);
      expect(new Int32Array(buffer, byteOffset, 1)[0]).toBe(first);
    }
  });

  it("throws what the pieces throw", async () => {
    const failure = new Error("gone");
    const reader = createPieceReader({ next: () => Promise.reject(failure) });
    await expect(reader.read(1)).rejects.toBe(failure);
    await expect(reader.skip(1)).rejects.toBe(failure);
  });
});
