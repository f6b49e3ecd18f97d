import { describe, expect, it } from "vitest";
import { compareWords } from "./compare-words";

function compared(text: string, other: string): { removed: string[]; added: string[] } {
  const parts = compareWords(text, other);
  expect(parts.flatMap(({ value, added }) => (added ? [] : value)).join("")).toBe(text);
  expect(parts.flatMap(({ value, removed }) => (removed ? [] : value)).join("")).toBe(other);
  return {
    removed: parts.filter(({ removed }) => removed).map(({ value }) => value),
    added: parts.filter(({ added }) => added).map(({ value }) => value),
  };
}

describe("compareWords", () => {
  it("marks the words that only one text has", () => {
    expect(compared("Aspirin was stopped.", "Aspirin was begun.")).toEqual({ removed: ["stopped"], added: ["begun"] });
  });

  it("keeps figures whole", () => {
    expect(compared("2.5 mg at 120/80", "5 mg at 120/90")).toEqual({
      removed: ["2.5", "120/80"],
      added: ["5", "120/90"],
    });
    expect(compared("On 2019-03-05.", "On 2019-03-07.")).toEqual({ removed: ["2019-03-05"], added: ["2019-03-07"] });
  });

  it("takes any text, also none", () => {
    expect(compared("", "")).toEqual({ removed: [], added: [] });
    expect(compared("🫀 é\n", "")).toEqual({ removed: ["🫀 é\n"], added: [] });
  });
});
