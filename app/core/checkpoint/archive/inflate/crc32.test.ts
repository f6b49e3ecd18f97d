import { describe, expect, it } from "vitest";
import { crc32 } from "./crc32";

describe("crc32", () => {
  const digits = new TextEncoder().encode("123456789");

  it("gives the published check value, whatever pieces it comes in", () => {
    expect(crc32(digits)).toBe(0xcbf43926);
    for (let at = 0; at <= digits.length; at++) {
      expect(crc32(digits.subarray(at), crc32(digits.subarray(0, at)))).toBe(0xcbf43926);
    }
  });

  it("takes eight bytes at once as it takes one", () => {
    const bytes = Uint8Array.from({ length: 1003 }, (_, i) => (i * 167 + (i >> 3)) & 255);
    const one = bytes.reduce((crc, byte) => crc32(Uint8Array.of(byte), crc), 0);
    expect(crc32(bytes)).toBe(one);
  });
});
