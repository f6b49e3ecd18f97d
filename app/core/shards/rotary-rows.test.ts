import { describe, expect, it } from "vitest";
import { storedRowTarget } from "./rotary-rows";

describe("storedRowTarget", () => {
  it("takes rotary pairs apart within each head", () => {
    const targets = Array.from({ length: 16 }, (_, row) => storedRowTarget(row, 8));
    expect(targets).toEqual([0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15]);
  });

  it("leaves rows alone that are in order", () => {
    expect([0, 1, 5].map((row) => storedRowTarget(row, undefined))).toEqual([0, 1, 5]);
  });
});
