import { describe, expect, it } from "vitest";
import { findSections } from "./sections";
import { noteTexts } from "./testing/note-texts";

const titles = (note: string) => findSections(note).map(({ title }) => title);
const parts = (note: string) =>
  findSections(note).map(({ title, heading, body }) => [
    title,
    note.slice(heading.start, heading.end),
    note.slice(body.start, body.end),
  ]);

describe("findSections: headings", () => {
  it.each([
    ["HOSPITAL COURSE", "HOSPITAL COURSE"],
    ["Hospital Course:", "Hospital Course"],
    ["DISCHARGE MEDICATIONS:", "DISCHARGE MEDICATIONS"],
    ["Brief Hospital Course", "Brief Hospital Course"],
    ["Medications on admission:", "Medications on admission"],
    ["Major Surgical or Invasive Procedure:", "Major Surgical or Invasive Procedure"],
    ["Assessment & Plan:", "Assessment & Plan"],
    ["F/U:", "F/U"],
    ["## Plan", "Plan"],
    ["### 2. Plan: ##", "Plan"],
    ["**Anything at all**", "Anything at all"],
    ["__Injuries:__", "Injuries"],
    ["7. DISCHARGE MEDICATIONS (updated 2022-01-18)", "DISCHARGE MEDICATIONS (updated 2022-01-18)"],
    ["IV. PLAN", "PLAN"],
    ["  PAST MEDICAL HISTORY  ", "PAST MEDICAL HISTORY"],
  ])("%j is one, even amid other lines", (line, title) => {
    expect(parts(`No fever.\n${line}\nNo pain.`)[1]).toEqual([
      title,
      line.trim(),
      expect.stringMatching(/^\s*No pain\.$/),
    ]);
  });

  it.each([
    ["SOCIAL WORK NOTE, 2020-01-16", "SOCIAL WORK NOTE, 2020-01-16"],
    ["7. PHARMACY RECONCILIATION (imported 2022-01-18)", "PHARMACY RECONCILIATION (imported 2022-01-18)"],
    ["Lactation Consult:", "Lactation Consult"],
    ["Postpartum Day 1 (resident note, template):", "Postpartum Day 1 (resident note, template)"],
    ["Wound care:", "Wound care"],
  ])("%j is one after a blank line only", (line, title) => {
    expect(titles(`No fever.\n \n${line}\nNo pain.`)).toEqual(["", title]);
    expect(titles(`No fever.\n${line}\nNo pain.`)).toEqual([""]);
  });

  it.each([
    ["HPI: fell at home.", "HPI", "HPI:"],
    ["Allergies: NKDA", "Allergies", "Allergies:"],
    ["**Plan:** physiotherapy.", "Plan", "**Plan:**"],
    ["**Plan**: physiotherapy.", "Plan", "**Plan**:"],
    ["HOSPITAL COURSE BY PROBLEM: 1. Pneumonia.", "HOSPITAL COURSE BY PROBLEM", "HOSPITAL COURSE BY PROBLEM:"],
    [`FOLLOW-UP: ${"see the surgeon ".repeat(20)}`, "FOLLOW-UP", "FOLLOW-UP:"],
  ])("%j begins a section with text on the same line", (line, title, heading) => {
    expect(parts(`No fever.\n${line}`)[1]).toEqual([title, heading, line.slice(heading.length)]);
  });

  it.each(["---", "=====", "~~~~"])("a line underlined with %j is one, together with its underline", (underline) => {
    expect(parts(`Fine.\n\nWound and drains\n${underline}\nDry.`)[1]).toEqual([
      "Wound and drains",
      `Wound and drains\n${underline}`,
      "\nDry.",
    ]);
  });

  it.each([
    "Name: Marta Feldman    Age: 78",
    "NAME: MARTA FELDMAN",
    "DATE OF BIRTH: 1941-01-01",
    "Blood pressure: 120/80",
    "He was told about the following risks:",
    "NKDA",
    "She says: no pain.",
    "- Plan: none",
    "1. AF, CAD, PCI\n2. GERD",
    "# Upper GI bleed. Two clips were placed, and nothing bled again.",
    "At 09:30 the PLAN changed.",
    "HISTORY OF PRESENT ILLNESS IS TAKEN FROM THE DAUGHTER, WHO LIVES WITH HIM AND KNOWS ALL OF HIS MEDICINES.",
    "-----",
    "2119-05-06",
    "History of falls",
  ])("%j is none", (text) => {
    expect(titles(`No fever.\n\n${text}\nNo pain.`)).toEqual([""]);
  });

  it("a first line that only names the document is none; later it is", () => {
    expect(titles("\nDISCHARGE SUMMARY (copy)\n\nNo fever.")).toEqual([""]);
    expect(titles("No fever.\n\nDISCHARGE SUMMARY (copy)\n\nNo fever.")).toEqual(["", "DISCHARGE SUMMARY (copy)"]);
  });
});

describe("findSections: spans", () => {
  it("has none in a blank note", () => {
    expect(findSections("")).toEqual([]);
    expect(findSections(" \n\r\n\t")).toEqual([]);
  });

  it("gives a note without headings as one section", () => {
    expect(findSections("No fever.")).toEqual([
      { title: "", heading: { start: 0, end: 0 }, body: { start: 0, end: 9 } },
    ]);
  });

  it("knows every kind of line end, and a section without text", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const note = ["PLAN:", "ALLERGIES:", "None.", "", "Wound Care:", "Daily."].join(end);
      expect(parts(note)).toEqual([
        ["PLAN", "PLAN:", end],
        ["ALLERGIES", "ALLERGIES:", `${end}None.${end}${end}`],
        ["Wound Care", "Wound Care:", `${end}Daily.`],
      ]);
    }
  });

  it.each([...noteTexts, ["a blank beginning", "\n\n PLAN: rest.\n"] as const])("covers %s without gaps", (_, note) => {
    const sections = findSections(note);
    let end = note.length - note.trimStart().length;
    for (const { heading, body } of sections) {
      expect(heading.end).toBe(body.start);
      expect(heading.start).toBe(end);
      end = body.end;
    }
    expect(end).toBe(note.length);
  });
});

describe("findSections in the layout of MIMIC-III's discharge summaries", () => {
  it("finds mixed-case headings with their text after or below them, and not the fields of the head or of an examination", () => {
    const note = [
      "Admission Date:  [**2119-5-4**]              Discharge Date:   [**2119-5-25**]",
      "",
      "Service: CARDIOTHORACIC",
      "",
      "Allergies:",
      "Patient recorded as having No Known Allergies to Drugs",
      "",
      "Attending:[**First Name3 (LF) 1**]",
      "Chief Complaint:",
      "69 year old smoker with worsening shortness of breath.",
      "",
      "Major Surgical or Invasive Procedure:",
      "[**2119-5-5**] Bronchoscopy",
      "",
      "Physical Exam:",
      "General: NAD",
      "HEENT: no icterus",
      "",
      "Pertinent Results:",
      "[**2119-5-5**] 01:20AM BLOOD WBC-7.4 RBC-3.8*",
      "",
      "Brief Hospital Course:",
      "# CHF: The patient was given furosemide. He improved.",
      "",
      "Medications on Admission:",
      "1. Lasix 40 mg daily",
      "2. KCL 20 mEq",
      "",
      "Discharge Disposition:",
      "Home With Service",
      "",
      "Followup Instructions:",
      "Provider: [**Name10 (NameIs) 1**] Phone:[**Telephone/Fax (1) 2**]",
    ].join("\n");
    expect(titles(note)).toEqual([
      "",
      "Allergies",
      "Chief Complaint",
      "Major Surgical or Invasive Procedure",
      "Physical Exam",
      "Pertinent Results",
      "Brief Hospital Course",
      "Medications on Admission",
      "Discharge Disposition",
      "Followup Instructions",
    ]);
  });

  it("finds headings in capitals with text after them", () => {
    const note = [
      "HISTORY OF PRESENT ILLNESS:  This is a 70-year-old man with chest pain.",
      "PHYSICAL EXAMINATION ON ADMISSION:  Temperature 98.2.  LUNGS:  Clear.",
      "HOSPITAL COURSE BY SYSTEM:",
      "1.  CARDIOVASCULAR:  He was stable.",
      "2.  RENAL:  Creatinine was 1.2.",
      "CONDITION AT DISCHARGE:  Stable.",
      "DISCHARGE DIAGNOSES:  Myocardial infarction.",
    ].join("\n");
    expect(titles(note)).toEqual([
      "HISTORY OF PRESENT ILLNESS",
      "PHYSICAL EXAMINATION ON ADMISSION",
      "HOSPITAL COURSE BY SYSTEM",
      "CONDITION AT DISCHARGE",
      "DISCHARGE DIAGNOSES",
    ]);
  });
});

describe("findSections on our notes", () => {
  it("finds headings in capitals alone on their lines", () => {
    expect(titles(noteTexts.get("stroke.txt") ?? "")).toEqual([
      "",
      "CHIEF COMPLAINT",
      "HISTORY OF PRESENT ILLNESS",
      "PHYSICAL EXAMINATION",
      "IMAGING",
      "HOSPITAL COURSE",
      "NEUROLOGY CONSULT",
      "DISCHARGE MEDICATIONS",
      "FOLLOW-UP",
    ]);
  });

  it("finds abbreviated headings with text after them, and not the problems of a list", () => {
    expect(titles(noteTexts.get("gi-bleed-warfarin.txt") ?? "")).toEqual([
      "",
      "CC",
      "HPI",
      "PMH",
      "FAMILY HX",
      "SOCIAL HX",
      "ALLERGIES",
      "HOSPITAL COURSE BY PROBLEM",
      "CARDIOLOGY SIGN-OFF 2019-10-26",
      "H. PYLORI",
      "DISCHARGE MEDS",
      "DISPO",
      "F/U",
    ]);
  });

  it.each([
    ["psychiatry-lithium.txt", 11],
    ["neutropenic-fever.txt", 10],
    ["trauma-icu.txt", 8],
    ["renal-transplant.txt", 11],
    ["obstetrics-preeclampsia.txt", 11],
  ])("finds all sections of %s", (file, count) => {
    expect(findSections(noteTexts.get(file) ?? "")).toHaveLength(count);
  });
});
