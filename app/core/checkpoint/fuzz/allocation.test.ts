import { describe, expect, it } from "vitest";
import { made, madeBytes } from "./allocation";

function countOf(value: unknown): number {
  const before = madeBytes();
  expect(made(value)).toBe(value);
  return madeBytes() - before;
}

describe("made", () => {
  it("counts buffers and arrays that have one of their own", () => {
    expect(countOf(new ArrayBuffer(10))).toBe(10);
    expect(countOf(new Float32Array(3))).toBe(12);
    expect(countOf(new Uint8Array(8).slice(2))).toBe(6);
  });

  it("counts neither views of others' buffers nor what is no array", () => {
    expect(countOf(new Uint8Array(8).subarray(2))).toBe(0);
    expect(countOf([1, 2])).toBe(0);
    expect(countOf("text")).toBe(0);
    expect(countOf(undefined)).toBe(0);
  });
});
