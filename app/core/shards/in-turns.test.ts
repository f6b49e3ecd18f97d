import { describe, expect, it } from "vitest";
import { inTurns } from "./in-turns";

describe("inTurns", () => {
  it("takes one item of each run in turn", () => {
    expect(inTurns([0, 1, 2, 3, 4], 2)).toEqual([0, 3, 1, 4, 2]);
    expect(inTurns([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 3, 6, 1, 4, 2, 5]);
  });

  it("leaves one run, one item and none as they are", () => {
    expect(inTurns([0, 1, 2], 1)).toEqual([0, 1, 2]);
    expect(inTurns([7], 2)).toEqual([7]);
    expect(inTurns([], 2)).toEqual([]);
  });
});
