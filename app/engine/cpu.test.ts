import { describe, expect, it } from "vitest";
import { threadsFor } from "./cpu";

describe("threadsFor", () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 4],
    [6, 4],
    [8, 4],
    [12, 6],
    [15, 8],
    [16, 8],
    [20, 8],
    [128, 8],
  ])("makes of %i logical processors %i threads", (processors, threads) => {
    expect(threadsFor(processors, true)).toBe(threads);
  });

  it("is one where the page is not isolated, and never less", () => {
    for (const processors of [0, 1, 4, 16]) expect(threadsFor(processors, false)).toBe(1);
    expect(threadsFor(0, true)).toBe(1);
  });
});
