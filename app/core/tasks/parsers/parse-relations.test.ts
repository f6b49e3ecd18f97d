import { describe, expect, it } from "vitest";
import { parseResult } from "../parse-result";
import { note } from "../testing/note";

/** "subject [relation] object", with a star behind what stands in the note. */
function relations(answer: string): string[] {
  const result = parseResult("relations", answer, note);
  if (result.kind !== "relations") return [result.kind];
  const shown = ({ text, inNote }: { text: string; inNote: readonly unknown[] }) =>
    `${text}${inNote.length > 0 ? "*" : ""}`;
  return result.relations.map(({ subject, relation, object }) => `${shown(subject)} [${relation}] ${shown(object)}`);
}

describe("parseResult of relations", () => {
  it.each([
    ["Furosemide -> treats -> pulmonary edema", "Furosemide* [treats] pulmonary edema*"],
    ["1. **Furosemide** → was given for → pulmonary edema.", "Furosemide* [was given for] pulmonary edema*"],
    ["- Furosemide - treats - pulmonary edema", "Furosemide* [treats] pulmonary edema*"],
    ["(Furosemide, treats, pulmonary edema)", "Furosemide* [treats] pulmonary edema*"],
    ["Furosemide -> pulmonary edema", "Furosemide* [] pulmonary edema*"],
    ["- Furosemide: pulmonary edema", "Furosemide* [] pulmonary edema*"],
    ["- Furosemide: given for the pulmonary edema", "Furosemide* [given for] pulmonary edema*"],
    ["Relation 1: Furosemide treats pulmonary edema", "Furosemide* [treats] pulmonary edema*"],
    ["| Medication | Relation | Condition |\n|--|--|--|\n| Furosemide | treats | gout |", "Furosemide* [treats] gout*"],
    ["Furosemide | treats | gout", "Furosemide* [treats] gout*"],
    ['[{"subject": "Furosemide", "relation": "treats", "object": "gout"}]', "Furosemide* [treats] gout*"],
    ['[{"relation": "treats", "drug": "Furosemide", "condition": "gou', "Furosemide* [treats] gou"],
    ["Furosemide was not given for gout.", "Furosemide* [was not given for] gout*"],
    ["Lisinopril was stopped because of a dry cough.", "Lisinopril* [was stopped because of] dry cough*"],
    [
      "The relationship between lisinopril and the dry cough is that the drug caused it.",
      "lisinopril* [the drug caused it] dry cough*",
    ],
    ["1. Medication: Furosemide - Condition: gout", "Furosemide* [] gout*"],
    [
      "Furosemide was given for the treatment of gout, and he was well.",
      "Furosemide* [was given for the treatment of] gout*",
    ],
    ["Sure! The chest X-ray showed pulmonary edema.", "chest X-ray* [showed] pulmonary edema*"],
  ])("reads %j", (answer, expected) => expect(relations(answer)).toEqual([expected]));

  it("gives each relation once, in the answer's order", () => {
    expect(relations("Gout -> allopurinol\nHTN -> lisinopril\n- gout → Allopurinol")).toEqual([
      "Gout* [] allopurinol*",
      "HTN* [] lisinopril*",
    ]);
  });

  it.each(["", "The note does not tell why.", "Snow causes skiing.", "->", "| | |"])("leaves %j as text", (answer) =>
    expect(relations(answer)).toEqual(["text"]),
  );
});
