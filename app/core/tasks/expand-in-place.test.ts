import { describe, expect, it } from "vitest";
import { expandInPlace } from "./expand-in-place";
import { parseResult } from "./parse-result";

function expanded(answer: string, note: string): string {
  const result = parseResult("abbreviations", answer, note);
  const pieces = expandInPlace(note, result.kind === "abbreviations" ? result.abbreviations : []);
  return pieces.map(({ text, expansion }) => (expansion === undefined ? text : `${text} [${expansion}]`)).join("");
}

describe("expandInPlace", () => {
  it("puts each expansion behind its abbreviation, and changes nothing else", () => {
    expect(expanded("HTN: hypertension\nCOPD: lung disease", "HTN, COPD.\nNo new HTN.\n")).toBe(
      "HTN [hypertension], COPD [lung disease].\nNo new HTN [hypertension].\n",
    );
  });

  it("expands the longer of two in the same place", () => {
    expect(expanded("Abbreviation | Meaning\nDM | diabetes mellitus\nDM II | type 2 diabetes", "DM II and DM")).toBe(
      "DM II [type 2 diabetes] and DM [diabetes mellitus]",
    );
  });

  it("leaves a note without abbreviations as it is", () => {
    expect(expanded("HTN: hypertension", "Well.")).toBe("Well.");
    expect(expanded("HTN: hypertension", "")).toBe("");
  });
});
