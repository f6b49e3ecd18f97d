import { describe, expect, it } from "vitest";
import { paddedBytes, writeGgufHead } from "./gguf-writer";

/** Little-endian 64 bits. */
const u64 = (value: number): number[] => [value, 0, 0, 0, 0, 0, 0, 0];
const ascii = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));
const text = (value: string): number[] => [...u64(value.length), ...ascii(value)];

describe("writeGgufHead", () => {
  it("writes the bytes that the specification asks for", () => {
    const head = writeGgufHead(
      [
        ["a", { u32: 258 }],
        ["b", { f32: 1 }],
        ["c", { bool: true }],
        ["d", { text: "hi" }],
        ["e", { texts: ["x", ""] }],
        ["f", { i32s: [-1] }],
        ["g", { f32s: [-2] }],
      ],
      [
        { name: "w", shape: [3, 64], type: 2, byteLength: 108 },
        { name: "v", shape: [8], type: 0, byteLength: 32 },
      ],
    );
    const expected = [
      ...[...ascii("GGUF"), 3, 0, 0, 0, ...u64(2), ...u64(7)],
      ...[...text("a"), 4, 0, 0, 0, 2, 1, 0, 0],
      ...[...text("b"), 6, 0, 0, 0, 0, 0, 0x80, 0x3f],
      ...[...text("c"), 7, 0, 0, 0, 1],
      ...[...text("d"), 8, 0, 0, 0, ...text("hi")],
      ...[...text("e"), 9, 0, 0, 0, 8, 0, 0, 0, ...u64(2), ...text("x"), ...text("")],
      ...[...text("f"), 9, 0, 0, 0, 5, 0, 0, 0, ...u64(1), 0xff, 0xff, 0xff, 0xff],
      ...[...text("g"), 9, 0, 0, 0, 6, 0, 0, 0, ...u64(1), 0, 0, 0, 0xc0],
      ...[...text("w"), 2, 0, 0, 0, ...u64(64), ...u64(3), 2, 0, 0, 0, ...u64(0)],
      ...[...text("v"), 1, 0, 0, 0, ...u64(8), 0, 0, 0, 0, ...u64(128)],
    ];
    expect(head.byteLength % 32).toBe(0);
    expect(head.byteLength - expected.length).toBeLessThan(32);
    expect([...head.subarray(0, expected.length)]).toEqual(expected);
    expect(head.subarray(expected.length).every((byte) => byte === 0)).toBe(true);
  });

  it("writes text in UTF-8, as long as it may be", () => {
    const value = "é🙂".repeat(10_000);
    const head = writeGgufHead([["k", { text: value }]], []);
    expect(new DataView(head.buffer).getBigUint64(24 + 8 + 1 + 4, true)).toBe(60_000n);
    expect(new TextDecoder().decode(head.subarray(45, 60_045))).toBe(value);
  });
});

describe("paddedBytes", () => {
  it.each([
    [0, 0],
    [1, 32],
    [32, 32],
    [33, 64],
    [2 ** 33 + 1, 2 ** 33 + 32],
  ])("%i bytes take %i", (byteLength, padded) => {
    expect(paddedBytes(byteLength)).toBe(padded);
  });
});
