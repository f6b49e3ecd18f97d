import { describe, expect, it } from "vitest";
import { chooseSections, rankSections } from "./choose-sections";

const sections = [
  "ALLERGIES Penicillin, rash.",
  "HOSPITAL COURSE Apixaban was held for two days and restarted at a lower dose.",
  "FAMILY HISTORY Father had a stroke.",
  "DISCHARGE MEDICATIONS Apixaban 2.5 mg, metoprolol 25 mg. The doses are new.",
];

describe("rankSections", () => {
  it("puts what shares rare words with the question first", () => {
    const ranks = rankSections(sections, "What is the discharge dose of apixaban?");
    expect(ranks[3]).toBe(Math.max(...ranks));
    expect(ranks[1]).toBeGreaterThan(ranks[2] ?? 0);
    expect(ranks[0]).toBe(0);
  });

  it("finds plurals and any case", () => {
    expect(rankSections(sections, "STROKES")[2]).toBeGreaterThan(0);
  });

  it("says 0 for all where nothing is shared, and nothing for no sections", () => {
    expect(rankSections(sections, "zzz")).toEqual([0, 0, 0, 0]);
    expect(rankSections([], "dose")).toEqual([]);
  });
});

describe("chooseSections", () => {
  it("takes the most relevant that have room, in the note's order", () => {
    expect(chooseSections([50, 50, 50, 50], [0, 2, 0, 3], 100)).toEqual([1, 3]);
  });

  it("passes over what is too large for what is left", () => {
    expect(chooseSections([10, 500, 20, 30], [1, 9, 2, 3], 60)).toEqual([0, 2, 3]);
  });

  it("takes the first ones where none has to do with the question", () => {
    expect(chooseSections([40, 40, 40], [0, 0, 0], 80)).toEqual([0, 1]);
  });
});
