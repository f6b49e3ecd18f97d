import { describe, expect, it } from "vitest";
import { stem } from "./stem";
import { readStatement } from "./statement";

const read = (text: string, ignored: string[] = []) =>
  readStatement(text, { start: 0, end: text.length }, new Set(ignored));

/** The words that are denied, as they stand in the text. */
const denied = (text: string) => [
  ...new Set(read(text).terms.flatMap(({ negated, start, end }) => (negated ? [text.slice(start, end)] : []))),
];

describe("what a statement denies", () => {
  it.each([
    [
      "She denies chest pain, palpitations and loss of consciousness.",
      ["chest pain", "palpitations", "loss of consciousness"],
    ],
    ["No seizure, no head injury, no headache.", ["seizure", "head", "injury", "headache"]],
    ["Neuropathy but without retinopathy", ["retinopathy"]],
    ["Influenza and RSV tests were negative.", ["Influenza", "RSV", "tests"]],
    ["The cancer is HER2 negative and large", ["HER2"]],
    ["D-dimer was normal and pulmonary embolism was unlikely", ["pulmonary embolism"]],
    ["The port was not removed.", ["removed"]],
    ["A tumor was ruled out", ["tumor"]],
    ["CT ruled out a tumor", ["tumor"]],
    ["No fracture of the wrist on films", ["fracture"]],
    ["No evidence of pneumonia", ["evidence", "pneumonia"]],
    ["Firearms: none at home", ["Firearms"]],
    ["Rash: no. Cough: yes", ["Rash"]],
    ["History of seizures: denies", ["History", "seizures"]],
    ["Denies rash, chills, vomiting", ["rash", "chills", "vomiting"]],
    ["Negative for rash, chills", ["rash", "chills"]],
    ["Denies rash, chills, cough was noted", ["rash"]],
    ["Denies rash, reports chills and cough", ["rash"]],
    ["Denies smoking, drinks wine", ["smoking"]],
    ["Denies rash, chills, eating well", ["rash", "chills"]],
    ["Denies pain, afebrile, tolerating diet", ["pain", "afebrile"]],
    ["Denies drugs, former smoker", ["drugs"]],
    ["Denies fever, mild headache", ["fever"]],
    ["Denies alcohol, quit tobacco in 2010", ["alcohol"]],
    ["Negative for rash, positive for cough", ["rash"]],
    ["Pneumonia could not be ruled out", []],
    ["CT cannot exclude pneumonia", []],
    ["A non-tender abdomen", ["tender"]],
    ["NKDA, no known allergies", ["NKDA", "no known allergies"]],
    ["Non-invasive ventilation, nonsmoker", ["nonsmoker"]],
    ["She was afebrile", ["afebrile"]],
    ["Not only fever", []],
  ])("%s", (text, words) => {
    expect(denied(text)).toEqual(words);
  });
});

describe("what a statement only supposes", () => {
  it.each([
    ["If fever recurs, start vancomycin", ["fever", "recurs", "start", "vancomycin"]],
    ["Aspirin was stopped, return if rash or chills recur", ["return", "rash", "chills", "recur"]],
    ["Risk of bleeding and he was transfused", ["bleeding"]],
    ["Rule out sepsis; rash noted", ["sepsis"]],
    ["Possible sepsis because of rash", ["sepsis"]],
    ["CT cannot exclude malignancy", ["malignancy"]],
    ["Suspected stroke, MRI showed an infarct", ["stroke"]],
    ["Consider aspirin, statin and heparin", ["aspirin", "statin", "heparin"]],
    ["Sepsis was treated as soon as possible", []],
  ])("%s", (text, words) => {
    const supposed = read(text).terms.flatMap((term) => (term.isSupposed ? [text.slice(term.start, term.end)] : []));
    expect(supposed).toEqual(words);
  });
});

describe("the side that something is on", () => {
  it.each([
    ["left hip pain", { hip: "left", pain: "left" }],
    ["weakness of the arm on the right", { arm: "right" }],
    ["right carotid stenosis, left carotid", { stenosis: "right" }],
    ["Port L chest", { chest: "left" }],
    ["LLL nodule", { lobe: "left" }],
    ["a cyst was seen and left alone", { cyst: undefined }],
    ["bilateral edema", { edema: "both" }],
  ])("%s", (text, sides) => {
    const { terms } = read(text);
    for (const [word, side] of Object.entries(sides))
      expect(terms.find((term) => term.word === stem(word))?.side, word).toBe(side);
  });
});

it("reads abbreviations as what they stand for, in one form", () => {
  const words = (text: string) => read(text).terms.map(({ word }) => word);
  expect(words("HTN, AF and CKD")).toEqual(words("hypertension, atrial fibrillation and chronic kidney disease"));
  expect(words("SOB")).toEqual(words("shortness of breath"));
  expect(words("intubated")).toEqual(words("intubation"));
  expect(words("haemorrhage")).toEqual(words("bleeding"));
  expect(words("NSTEMI")).toEqual(words("non-ST elevation myocardial infarction"));
  expect(words("RUL")).toEqual(words("right upper lobe"));
  expect(words("E. coli")).toEqual(words("Escherichia coli"));
  expect(words("balance")).not.toEqual(words("BAL"));
});

it("knows what is said of relatives, and leaves the patient's name out", () => {
  expect(read("Mother had asthma.").isOfFamily).toBe(true);
  expect(read("His older sister, not he, has eczema.").isOfFamily).toBe(true);
  expect(read("The plan was given to both parents.")).toMatchObject({ isOfFamily: false, relatives: ["parent"] });
  expect(read("Her husband found her.").isOfFamily).toBe(false);
  expect(read("Feldman slipped", ["feldman"]).terms).toHaveLength(1);
});

it("tells figures by what stands beside them, and limits that were not passed", () => {
  const { figures } = read("8 PRBC, 6 FFP");
  expect(figures.map(({ owner }) => owner)).toEqual([stem("blood"), stem("fresh")]);
  expect(read("Creatinine was 4.1").figures).toMatchObject([{ owner: stem("creatinine") }]);
  expect(read("Platelets were never below 70").figures).toMatchObject([{ isNotPassed: true }]);
  expect(read("Platelets fell below 70").figures).toMatchObject([{ isNotPassed: false }]);
});

it.each([
  ["Platelets never below 70", "above"],
  ["no more than 3 g", "below"],
  ["up to 3 g", "below"],
  ["troponin <0.01", "below"],
  ["INR >= 4", "above"],
  ["at least 4 beers", "above"],
  ["from 2->4", undefined],
])("%s: the value is %s the figure", (text, bound) => {
  expect(read(text).figures.at(-1)?.bound).toBe(bound);
});
