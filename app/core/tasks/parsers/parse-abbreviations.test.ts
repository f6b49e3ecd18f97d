import { describe, expect, it } from "vitest";
import { parseResult } from "../parse-result";
import { note, textsInNote } from "../testing/note";

function abbreviations(answer: string, asked = ""): string[] {
  const result = parseResult("abbreviations", answer, note, { abbreviation: asked });
  if (result.kind !== "abbreviations") return [result.kind];
  return result.abbreviations.map(({ text, expansion, inNote }) =>
    [`${text} = ${expansion}`, ...textsInNote(inNote)].join(" @"),
  );
}

const copd = "COPD = chronic obstructive pulmonary disease @COPD";
const htn = "HTN = hypertension @HTN";

describe("parseResult of abbreviations", () => {
  it.each([
    "COPD: chronic obstructive pulmonary disease\nHTN: hypertension",
    "- COPD - chronic obstructive pulmonary disease.\n- HTN - hypertension.",
    "1. **COPD** (chronic obstructive pulmonary disease)\n2. **HTN** (hypertension)",
    "COPD -> chronic obstructive pulmonary disease\nHTN → hypertension",
    "COPD = chronic obstructive pulmonary disease\nHTN = hypertension",
    "| Abbreviation | Expanded form |\n| COPD | chronic obstructive pulmonary disease |\n| HTN | hypertension |",
    "| Meaning | Abbreviation |\n|--|--|\n| chronic obstructive pulmonary disease | COPD |\n| hypertension | HTN |",
    '{"COPD": "chronic obstructive pulmonary disease", "HTN": "hypertension"}',
    '{"abbreviations": [{"abbreviation": "COPD", "meaning": "chronic obstructive pulmonary disease"}, {"abbreviation": "HTN", "meaning": "hypertension"',
    "Here you are:\nCOPD: chronic obstructive pulmonary disease\nHTN: hypertension\nCOPD: again",
    "COPD: chronic obstructive pulmonary disease, HTN: hypertension",
    "COPD (chronic obstructive pulmonary disease); HTN (hypertension)",
    "COPD stands for chronic obstructive pulmonary disease and HTN means hypertension.",
    "The abbreviation 'COPD' stands for chronic obstructive pulmonary disease. In this report, HTN refers to hypertension.",
    "The patient has chronic obstructive pulmonary disease (COPD). He also has hypertension (HTN).",
    "- chronic obstructive pulmonary disease (COPD)\n- hypertension (HTN)",
  ])("reads %j", (answer) => expect(abbreviations(answer)).toEqual([copd, htn]));

  it("marks an abbreviation that is written like a word where it is one only", () => {
    expect(abbreviations("AS: aortic stenosis")).toEqual(["AS = aortic stenosis @AS"]);
    expect(abbreviations("IT: intrathecal")).toEqual(["IT = intrathecal"]);
    expect(abbreviations("b.i.d.: twice a day\nEF: ejection fraction")).toEqual([
      "b.i.d = twice a day @b.i.d",
      "EF = ejection fraction @EF",
    ]);
  });

  it("takes a bare answer for the expansion that was asked for", () => {
    expect(abbreviations("Chronic obstructive pulmonary disease.", "COPD")).toEqual([
      "COPD = Chronic obstructive pulmonary disease @COPD",
    ]);
    expect(abbreviations("It is not expanded in the note.", "COPD")).toEqual(["text"]);
  });

  it.each(["", "The note has no abbreviations.", "COPD: COPD", "COPD: N/A", "COPD", "HOSPITAL COURSE: he was well"])(
    "leaves %j as text",
    (answer) => expect(abbreviations(answer)).toEqual(["text"]),
  );
});
