import { describe, expect, it } from "vitest";
import { TermIndex } from "./term-index";

const texts = (note: string, term: string) =>
  new TermIndex(note).find(term).map(({ start, end }) => note.slice(start, end));

describe("TermIndex", () => {
  it("finds every place of a term, whatever its case and the white space in it", () => {
    expect(texts("Heart failure. HEART\n failure; heart  failure", "heart failure")).toEqual([
      "Heart failure",
      "HEART\n failure",
      "heart  failure",
    ]);
  });

  it.each([
    ["Pneumothorax", "thorax"],
    ["Fevers", "fever"],
    ["heart. The patient's failure", "heart failure"],
    ["a dose of 5, 6 times", "5.6"],
    ["HbA1c was 15.6%", "5.6"],
    ["heart", ""],
    ["", "heart"],
    ["heart", "…"],
    ["failure", "heart failure"],
  ])("in %j it does not find %j", (note, term) => {
    expect(texts(note, term)).toEqual([]);
  });

  it.each([
    ["seen in the t-PA era", "t-PA", "t-PA"],
    ["Furosemide 80 mg b.i.d. now", "b.i.d.", "b.i.d"],
    ["Allergy: penicillin (rash).", "penicillin (rash)", "penicillin (rash"],
    ["EF 25%", "EF of 25%".replace("of ", ""), "EF 25"],
    ["naïve résumé", "NAÏVE", "naïve"],
    ["病歴 fever", "fever", "fever"],
  ])("in %j it finds %j", (note, term, found) => {
    expect(texts(note, term)).toEqual([found]);
  });

  it("answers at once where a word stands everywhere", () => {
    const index = new TermIndex("a ".repeat(100_000));
    expect(index.find("a a a").length).toBe(200);
    expect(index.find("a a b")).toEqual([]);
  });
});
