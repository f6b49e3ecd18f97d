import { describe, expect, it } from "vitest";
import { joinLines } from "./join-lines";
import type { TextLine } from "./text-lines";

/** Lines of 11 points, full where they are the longest, 14 points apart. */
const lines = (...texts: string[]): TextLine[] =>
  texts.map((text, i) => ({ text, left: 72, right: 72 + 5 * text.length, y: 700 - 14 * i, height: 11, page: 1 }));

describe("joinLines", () => {
  it("takes a hyphen at a line's end away only from a word that is written without it elsewhere", () => {
    const broken = lines("Metoprolol was raised; the patient took meto-", "prolol at night. Medication");
    expect(joinLines(broken)).toBe("Metoprolol was raised; the patient took metoprolol at night. Medication");
    const unsure = lines("She was discharged home, and will be seen for follow-", "up in the clinic.");
    expect(joinLines(unsure)).toBe("She was discharged home, and will be seen for follow-up in the clinic.");
  });

  it("keeps a hyphen between numbers, and a dash between words apart", () => {
    expect(joinLines(lines("Insulin by sliding scale at a dose of 10-", "20 units."))).toContain("of 10-20 units");
    expect(joinLines(lines("He refused all further surgical treatment -", "against advice."))).toContain(
      "treatment - against",
    );
  });

  it("joins no item of a list to the line before", () => {
    const items = lines(
      "1. Metoprolol 50 mg by mouth twice a day",
      "2. Aspirin 81 mg by mouth every morning",
      "- Rest",
    );
    expect(joinLines(items)).toBe(items.map(({ text }) => text).join("\n"));
  });

  it("joins no rows of a table, however wide they are, nor the text around it", () => {
    const rows = lines(
      "He was admitted with weakness, and his labs were as follows",
      "Sodium            128 L            mmol/L            135 - 145",
      "Potassium         6.1 H            mmol/L            3.5 - 5.0",
      "and were discussed with the renal service, who saw him then",
    );
    expect(joinLines(rows)).toBe(rows.map(({ text }) => text).join("\n"));
  });

  it("joins the lines of an item whose mark stands far off", () => {
    const item = lines("1.   Metoprolol 50 mg by mouth twice a day for", "atrial fibrillation");
    expect(joinLines(item)).toBe(item.map(({ text }) => text).join(" "));
  });

  it("joins the lines of an item, which are set further in than its mark", () => {
    const [first, second] = lines("1. Metoprolol 50 mg by mouth twice a day for", "atrial fibrillation");
    if (first === undefined || second === undefined) throw new Error("two lines were made");
    expect(joinLines([first, { ...second, left: 90, right: 185 }])).toBe(`${first.text} ${second.text}`);
  });
});
