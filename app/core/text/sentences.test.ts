import { describe, expect, it } from "vitest";
import { noteTexts } from "../note/testing/note-texts";
import { splitSentences } from "./sentences";

const sentences = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe("splitSentences", () => {
  it.each([
    ["Fever to 39.6 C. No cough.", ["Fever to 39.6 C.", "No cough."]],
    ["Dr. Stone saw Mrs. Feldman. She slept.", ["Dr. Stone saw Mrs. Feldman.", "She slept."]],
    [
      "Aspirin 81 mg p.o. daily. Metoprolol 25 mg b.i.d. Stop it.",
      ["Aspirin 81 mg p.o. daily.", "Metoprolol 25 mg b.i.d.", "Stop it."],
    ],
    ["Creatinine was 1.9 mg/dL. It fell.", ["Creatinine was 1.9 mg/dL.", "It fell."]],
    ["Seen on Nov. 3, 2021. Bed no. 4.", ["Seen on Nov. 3, 2021.", "Bed no. 4."]],
    ["Seen by J. Smith. Well.", ["Seen by J. Smith.", "Well."]],
    ['"Right MCA stroke." Apixaban advised.', ['"Right MCA stroke."', "Apixaban advised."]],
    ["Is it so? Yes! Good...", ["Is it so?", "Yes!", "Good..."]],
  ])("%s", (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it("ends sentences at line breaks, and leaves out the markers of lists", () => {
    expect(sentences("HOSPITAL COURSE\nWell.\n\n1. Apixaban 5 mg\n2) aspirin\n- no fever\n  * Gout")).toEqual([
      "HOSPITAL COURSE",
      "Well.",
      "Apixaban 5 mg",
      "aspirin",
      "no fever",
      "Gout",
    ]);
  });

  it("goes on over line breaks of a paragraph of fixed width", () => {
    const text =
      "She was admitted with fever, chills and pain in the left flank,\nwhich had begun two days before. Well.";
    expect(sentences(text)).toEqual([text.slice(0, -6), "Well."]);
  });

  it.each([...noteTexts])("keeps every letter and digit of %s", (_, note) => {
    const squeeze = (text: string) => text.replace(/^[ \t]*\d{1,2}[.)][ \t]+/gmu, "").replace(/[^\p{L}\p{N}]/gu, "");
    expect(squeeze(sentences(note).join("\n"))).toBe(squeeze(note));
  });

  it("cuts what does not end, at white space if there is any", () => {
    expect(sentences("word ".repeat(500)).map(({ length }) => length)).toEqual([999, 999, 499]);
    expect(sentences("x".repeat(2500)).map(({ length }) => length)).toEqual([1000, 1000, 500]);
  });

  it("has nothing to say of blank text", () => {
    expect(splitSentences("")).toEqual([]);
    expect(splitSentences(" \n\t\n - \n")).toEqual([]);
  });
});
