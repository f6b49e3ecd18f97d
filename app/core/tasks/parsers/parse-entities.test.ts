import { describe, expect, it } from "vitest";
import { parseResult } from "../parse-result";
import { note, textsInNote } from "../testing/note";

/** "Type: name (detail) @places in the note". */
function entities(answer: string): string[] {
  const result = parseResult("entities", answer, note);
  if (result.kind !== "entities") return [result.kind];
  return result.groups.flatMap(({ type, entities: found }) =>
    found.map(({ text, detail, inNote }) => {
      const name = `${type}: ${text}${detail === "" ? "" : ` (${detail})`}`;
      return inNote.length === 0 ? name : `${name} @${textsInNote(inNote).join("|")}`;
    }),
  );
}

describe("parseResult of entities", () => {
  it("reads one item a line, as the instruction asks", () => {
    expect(
      entities("Medication: furosemide\nMedication: Lisinopril\nCondition: gout\nMedications: furosemide"),
    ).toEqual([
      "Medication: furosemide @furosemide|furosemide|Furosemide",
      "Medication: Lisinopril @Lisinopril",
      "Condition: gout @Gout",
    ]);
  });

  it("reads lists by type, with 'and', brackets and numbers in them", () => {
    expect(
      entities(
        "1. **Medical Conditions:** HTN, COPD, and gout.\n2. Medications: Furosemide 80 mg twice a day; carvedilol (6.25 mg)",
      ),
    ).toEqual([
      "Medical Conditions: HTN @HTN",
      "Medical Conditions: COPD @COPD",
      "Medical Conditions: gout @Gout",
      "Medications: Furosemide (80 mg twice a day) @furosemide|furosemide|Furosemide",
      "Medications: carvedilol (6.25 mg) @Carvedilol",
    ]);
  });

  it("reads headings with lists below them", () => {
    expect(
      entities(
        "Here are the entities I found:\n\n## Symptoms\n- chest pain\n- fever and cough\n\nTests:\n* Echocardiogram: EF 25%\n",
      ),
    ).toEqual([
      "Symptoms: chest pain @chest pain",
      "Symptoms: fever and cough @fever and cough",
      "Tests: Echocardiogram (EF 25%) @Echocardiogram",
    ]);
  });

  it("takes the type from the sentence before a list", () => {
    expect(
      entities("The following medications were prescribed to the patient at discharge:\n- Allopurinol\n- Zestril"),
    ).toEqual(["Medications: Allopurinol @Allopurinol", "Medications: Zestril"]);
  });

  it("reads the type behind the entity", () => {
    expect(entities("- Furosemide (medication)\n- Gout - condition\nCOPD: Diagnosis")).toEqual([
      "Medication: Furosemide @furosemide|furosemide|Furosemide",
      "Condition: Gout @Gout",
      "Diagnosis: COPD @COPD",
    ]);
  });

  it("reads tables and JSON, whatever the order of their columns", () => {
    expect(entities("| Entity | Type |\n|---|---|\n| Gout | Condition |\n| COPD | Condition |")).toEqual([
      "Condition: Gout @Gout",
      "Condition: COPD @COPD",
    ]);
    expect(
      entities(
        '{"entities": [{"text": "Gout", "type": "condition"}, {"text": "carvedilol", "type": "drug", "dose": "6.25 mg"}',
      ),
    ).toEqual(["Condition: Gout @Gout", "Drug: carvedilol (6.25 mg) @Carvedilol"]);
    expect(entities('{"Medications": [{"name": "Carvedilol", "dose": "6.25 mg"}]}')).toEqual([
      "Medications: Carvedilol (6.25 mg) @Carvedilol",
    ]);
    expect(entities('{"Medications": ["Furosemide", "Carvedilol"]}')).toHaveLength(2);
    expect(entities("| Test | Result |\n|--|--|\n| Echocardiogram | EF 25% |")).toEqual([
      "Test: Echocardiogram (EF 25%) @Echocardiogram",
    ]);
    expect(entities("Gout | chronic | allopurinol")).toEqual([": Gout (chronic) @Gout"]);
  });

  it("reads sentences that list entities", () => {
    expect(entities("The medications mentioned in the summary are furosemide, carvedilol and allopurinol.")).toEqual([
      "Medications: furosemide @furosemide|furosemide|Furosemide",
      "Medications: carvedilol @Carvedilol",
      "Medications: allopurinol @Allopurinol",
    ]);
    expect(
      entities(
        "The conditions identified in the discharge summary are: COPD and gout. The drugs given were lisinopril, and carvedilol.",
      ),
    ).toEqual([
      "Conditions: COPD @COPD",
      "Conditions: gout @Gout",
      "Drugs: lisinopril @Lisinopril",
      "Drugs: carvedilol @Carvedilol",
    ]);
    expect(entities("Gout, COPD, fever")).toEqual([": Gout @Gout", ": COPD @COPD", ": fever @fever"]);
  });

  it("reads types of which it has no word where the entities stand in the note", () => {
    expect(entities("Beverages: furosemide, water")).toEqual([
      "Beverages: furosemide @furosemide|furosemide|Furosemide",
      "Beverages: water",
    ]);
  });

  it.each([
    "Category: medication, Item: Carvedilol\nCategory: condition, Item: gout",
    "category: medication\nitem: Carvedilol\n\ncategory: condition\nitem: gout",
    "Medication: Carvedilol; Condition: gout",
  ])("reads the labels of %j", (answer) => {
    expect(entities(answer).map((found) => found.toLowerCase())).toEqual([
      "medication: carvedilol @carvedilol",
      "condition: gout @gout",
    ]);
  });

  it("finds what stands in the note under its abbreviation only", () => {
    expect(entities("Condition: hypertension (HTN)\nCondition: aortic stenosis (moderate)")).toEqual([
      "Condition: hypertension (HTN) @HTN",
      "Condition: aortic stenosis (moderate)",
    ]);
  });

  it("leaves out what says that there is none", () => {
    expect(entities("Allergies: None\nProcedures: not mentioned\nCondition: gout")).toEqual(["Condition: gout @Gout"]);
  });

  it.each([
    "",
    " \n\n ",
    "The discharge summary does not mention any allergies, so that none can be listed.",
    "I could not find what you asked for. Please check the note.",
    "Allergies: none",
    "No lifestyle factors were mentioned.",
    "The patient was admitted with a broken leg.",
    "---",
    "| | |\n|---|---|",
  ])("leaves %j as text", (answer) => expect(entities(answer)).toEqual(["text"]));

  it("gives each entity its place in the answer", () => {
    const answer = "- **Conditions:** COPD, *gout*.";
    const result = parseResult("entities", answer, note);
    const spans =
      result.kind === "entities" ? result.groups.flatMap((group) => group.entities.map(({ at }) => at)) : [];
    expect(spans.map(({ start, end }) => answer.slice(start, end))).toEqual(["COPD", "gout"]);
  });
});
