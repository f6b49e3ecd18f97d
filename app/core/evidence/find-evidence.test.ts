import { describe, expect, it } from "vitest";
import { noteTexts } from "../note/testing/note-texts";
import type { Span } from "../text/span";
import { findEvidence } from "./find-evidence";

const noteOf = (name: string): string => {
  const note = noteTexts.get(`${name}.txt`);
  if (note === undefined) throw new Error(`There is no note ${name}.`);
  return note;
};

/** What is found for an answer, as text. */
function explain(name: string, answer: string) {
  const note = noteOf(name);
  const cut = ({ start, end }: Span) => note.slice(start, end);
  return findEvidence(note, answer).map(({ verdict, passages, conflicts }) => ({
    verdict,
    passages: passages.map(cut),
    conflicts: conflicts.map(
      ({ kind, inAnswer, inNote }) => `${kind}: ${answer.slice(inAnswer.start, inAnswer.end)} / ${cut(inNote)}`,
    ),
  }));
}

describe("a dose that the note has nowhere", () => {
  it("contradicts a sentence that the rest of the note bears out", () => {
    const [said] = explain(
      "hip-fracture",
      "The discharge dose of apixaban is 2.5 mg twice daily and 1.5 mg twice daily as prescribed.",
    );
    expect(said?.verdict).toBe("contradicted");
    expect(said?.conflicts).toEqual(["dose: 1.5 mg / 2.5 mg"]);
  });

  it("may be the sum of several, which is neither borne out nor contradicted", () => {
    const [said] = explain("hip-fracture", "Apixaban 2.5 mg twice daily, that is apixaban 5000 mcg a day and 10 mg.");
    expect(said?.verdict).not.toBe("supported");
  });
});

describe("what a sentence rests on", () => {
  it.each([
    [
      "heart-failure",
      "The LVEF was 25 percent on Nov. 3, 2021.",
      ["Echocardiogram on 2021-11-03: ejection fraction 25%, no thrombus."],
    ],
    ["heart-failure", "His father died from an MI when he was 54.", ["Father died of a myocardial infarction at 54."]],
    [
      "stroke",
      "Atorvastatin was increased from 20 to 80 mg.",
      ["Atorvastatin 80 mg at night (before admission 20 mg)."],
    ],
    ["gi-bleed-warfarin", "Three units of packed red cells were transfused.", ["Three units of PRBC."]],
    [
      "sepsis-diabetes",
      "E. coli grew in her blood and resisted ciprofloxacin.",
      ["Blood cultures of 2017-09-08 grew Escherichia coli, resistant to ciprofloxacin"],
    ],
    [
      "hip-fracture",
      "She has AF, HTN and CKD stage III.",
      ["Atrial fibrillation, hypertension, chronic kidney disease stage 3."],
    ],
  ])("%s: %s", (name, answer, passages) => {
    expect(explain(name, answer)).toEqual([{ verdict: "supported", passages, conflicts: [] }]);
  });

  it("may be two passages", () => {
    expect(explain("stroke", "The NIHSS improved from 11 to 3 at discharge.")).toEqual([
      {
        verdict: "supported",
        passages: expect.arrayContaining(["NIHSS 11.", "At discharge NIHSS was 3."]) as string[],
        conflicts: [],
      },
    ]);
  });

  it("is nothing where the words are there but not what they say", () => {
    expect(explain("gi-bleed-warfarin", "He was advised to switch to apixaban.")).toEqual([
      { verdict: "unsupported", passages: [], conflicts: [] },
    ]);
    expect(explain("neutropenic-fever", "The nodule was biopsied.")[0]?.verdict).toBe("unsupported");
  });

  it("is not what is said of a relative", () => {
    expect(explain("heart-failure", "He has hypertrophic cardiomyopathy.")[0]?.verdict).toBe("unsupported");
    expect(explain("heart-failure", "His brother has hypertrophic cardiomyopathy.")[0]?.verdict).toBe("supported");
    expect(explain("heart-failure", "His father has hypertrophic cardiomyopathy.")[0]?.verdict).toBe("unsupported");
  });
});

describe("what a note contradicts", () => {
  it.each([
    ["hip-fracture", "Hemoglobin fell from 12.1 to 8.4 g/dL.", "number: 8.4 g/dL / 9.4 g/dL"],
    ["hip-fracture", "Metoprolol 50 mg BID was prescribed at discharge.", "dose: 50 mg / 25 mg"],
    ["heart-failure", "At discharge he takes furosemide 40 mg every morning.", "dose: 40 mg / 80 mg"],
    ["stroke", "MRI on June 25 showed a small left frontal infarct.", "date: June 25 / 2018-06-21"],
    ["psychiatry-lithium", "He has osteoarthritis of the left knee.", "laterality: left / Right"],
    ["heart-failure", "There was evidence of pneumonia on the chest X-ray.", "negation: pneumonia / pneumonia"],
    ["heart-failure", "Troponin was elevated.", "negation: elevated / elevated"],
    ["pediatric-asthma", "Montelukast was continued.", "negation: continued / stopped"],
  ])("%s: %s", (name, answer, conflict) => {
    const [found] = explain(name, answer);
    expect(found?.verdict).toBe("contradicted");
    expect(found?.conflicts).toContain(conflict);
    expect(found?.passages).not.toEqual([]);
  });

  it.each([...noteTexts])("is no true date of admission or discharge, but is one of the other: %s", (_, note) => {
    const [admitted = "", discharged = ""] = note.match(/\d{4}-\d\d-\d\d/gu) ?? [];
    const judge = (answer: string) => findEvidence(note, answer).map(({ verdict }) => verdict);
    expect(judge(`She was admitted on ${admitted}. She was discharged on ${discharged}.`)).toEqual(
      Array(2).fill("supported"),
    );
    expect(judge(`She was admitted on ${discharged}. She was discharged on ${admitted}.`)).toEqual(
      Array(2).fill("contradicted"),
    );
  });

  it("stands in the note itself, whatever a copied summary says", () => {
    const [found] = explain("sepsis-diabetes", "She had right pyelonephritis.");
    expect(found?.verdict).toBe("contradicted");
    expect(found?.passages[0]).toContain("left pyelonephritis");
  });
});

it.each([
  ["heart-failure", "Creatinine peaked at 1.9 mg/dL on the third day and came down to 1.4 mg/dL by discharge."],
  ["psychiatry-lithium", "Quetiapine was started at 50 mg at night and increased to 400 mg by August 14."],
  ["renal-transplant", "Tacrolimus was restarted at 1.5 mg BID and then increased to 2 mg BID."],
])("does not hold a part that has lost its subject against other things: %s", (name, answer) => {
  expect(explain(name, answer).map(({ verdict }) => verdict)).toEqual(["supported"]);
});

describe("a note of one line", () => {
  it.each([
    ["Nodule of 8 mm in the RUL.", "An 8 mm nodule in the right lower lobe.", "contradicted"],
    ["RLL pneumonia.", "RLL pneumonia.", "supported"],
    ["Tenderness in the right lower quadrant.", "RUQ tenderness.", "contradicted"],
    ["No known drug allergies.", "The patient has no known allergies.", "supported"],
    ["Allergies: NKDA", "The patient has no known allergies.", "supported"],
    ["STEMI in 2015.", "He had an NSTEMI in 2015.", "unsupported"],
    ["STEMI in 2015.", "He had a heart attack in 2015.", "supported"],
    ["Vancomycin 15 mg/kg was given.", "Vancomycin 15 mg was given.", "unsupported"],
    ["Morphine 5 mg IV.", "Morphine .5 mg IV.", "contradicted"],
    ["Digoxin .125 mg daily.", "Digoxin 0.125 mg daily.", "supported"],
    ["Troponin < 0.01.", "Troponin was above 0.01.", "contradicted"],
    ["Acetaminophen no more than 3 g a day.", "Acetaminophen at most 3 g a day.", "supported"],
    ["Platelets were 70.", "Platelets were at least 70.", "supported"],
    ["Warfarin 5 mg daily.", "Warfarin 10 mg daily, although the target INR is not mentioned.", "contradicted"],
    ["Warfarin 5 mg daily.", "The target INR is not mentioned; warfarin is given at 5 mg daily.", "not-told"],
    ["If fever recurs, vancomycin 1 g, cefepime 2 g.", "Cefepime 2 g was given.", "unsupported"],
    ["Monitor for hypoglycemia.", "The patient had hypoglycemia.", "unsupported"],
    ["Monitor for hypoglycemia.", "She has no hypoglycemia.", "unsupported"],
    ["Consider stopping aspirin.", "Aspirin was continued.", "unsupported"],
    ["Concern for sepsis.", "There was concern for sepsis.", "supported"],
    ["Potassium 4.1, creatinine 1.2.", "Creatinine was 4.1.", "contradicted"],
    ["Potassium 4.1, creatinine 1.2.", "Creatinine was 1.2.", "supported"],
    ["Aspirin 81 mg, clopidogrel 75 mg.", "He takes aspirin 75 mg and clopidogrel 81 mg.", "contradicted"],
    ["Aspirin 81 mg, clopidogrel 75 mg.", "He takes aspirin 81 mg and clopidogrel 75 mg.", "supported"],
    ["Amlodipine 5 mg, lisinopril 20 mg.", "Lisinopril was prescribed at 5 mg.", "contradicted"],
    ["Weight 83.4 kg, call if a gain of 2 kg.", "He calls if his weight gains 2 kg from 83.4 kg.", "supported"],
    ["Echo on 2021-03-04, repeated 2021-03-10.", "The echo was repeated on 2021-03-10.", "supported"],
    ["Fever: absent", "The patient had a fever.", "contradicted"],
    ["Negative for fever, chills, chest pain.", "The patient denies chest pain.", "supported"],
    ["CT negative for PE, small pleural effusion.", "CT showed a small pleural effusion.", "supported"],
    ["Denies chest pain, lungs clear.", "The lungs were clear.", "supported"],
    ["Concern for stroke: CT head normal.", "CT of the head was normal.", "supported"],
    ["GCS 13 at the scene, 8 on arrival.", "GCS was 8 on arrival.", "supported"],
    ["Saturation 84% on room air.", "His saturation was below 90% on room air.", "supported"],
    ["Antibiotics were given for 5 days.", "Antibiotics were given over 3 days.", "contradicted"],
    ["Saturation 94% on room air.", "His saturation was below 90% on room air.", "contradicted"],
    ["Quetiapine 300 mg nightly.", "Quetiapine was increased up to 400 mg nightly.", "contradicted"],
    ["INR 3.4 yesterday, 2.6 today.", "INR was 2.6 today.", "supported"],
    ["Strength 5/5 in the arms, 3/5 in the legs.", "Strength was 3/5 in the legs.", "supported"],
    ["8 units of PRBC, 6 units of FFP.", "He received 6 units of PRBC and 8 units of FFP.", "contradicted"],
    ["INR 6.8. 4-factor PCC; INR 1.6 later.", "INR fell from 6.8 to 1.6 with 4-factor PCC.", "supported"],
    ["Acetaminophen 650 mg q6h if needed.", "Acetaminophen 650 mg every 6 hours was prescribed.", "supported"],
    ["Monitor for bleeding, continue warfarin 5 mg daily.", "Warfarin 5 mg daily was continued.", "supported"],
    ["Suspected UTI and urine culture grew E. coli.", "Urine culture grew E. coli.", "supported"],
    ["Return for wound check on 2021-03-10.", "A wound check is scheduled for March 10, 2021.", "supported"],
    ["Screen for depression was positive.", "The depression screen was positive.", "supported"],
    ["Consider outpatient colonoscopy.", "Outpatient colonoscopy was recommended.", "supported"],
  ])("%s: %s", (note, answer, verdict) => {
    expect(findEvidence(note, answer).map((found) => found.verdict)).toEqual([verdict]);
  });
});

it("tells sentences that say nothing, or that the note does not tell, from those that claim something", () => {
  const answer = "Summary:\n- The patient has gout.\n- The note does not mention smoking.\nIs there more?";
  expect(explain("heart-failure", answer).map(({ verdict }) => verdict)).toEqual([
    "no-claim",
    "supported",
    "not-told",
    "no-claim",
  ]);
});

describe("for any text", () => {
  const words = [
    ...noteOf("stroke").split(/\b/u),
    "\n",
    "\0",
    "😀",
    "\ud800",
    "(",
    '"',
    "never",
    "10-24",
    "1/2/3",
    "٣",
    "İ",
    "ß",
    "left",
    "from",
    "to",
    "b.i.d.",
  ];
  const makeText = (seed: number, length: number): string => {
    let state = seed + 1;
    return Array.from({ length }, () => {
      state = (state * 48271) % 2147483647;
      return words[state % words.length] ?? "";
    }).join(state % 2 === 0 ? "" : " ");
  };

  const isWithin = ({ start, end }: Span, text: string) => start >= 0 && end > start && end <= text.length;

  it("marks spans within it, in order of the answer, and the same each time", () => {
    for (let seed = 0; seed < 1000; seed++) {
      const note = makeText(seed, seed % 60);
      const answer = makeText(seed * 7, seed % 40);
      const evidence = findEvidence(note, answer);
      if (seed % 50 === 0) expect(findEvidence(note, answer)).toEqual(evidence);
      const wrong = evidence.filter(({ sentence, passages, conflicts, confidence, verdict }, index) => {
        const isInOrder = sentence.start >= (evidence[index - 1]?.sentence.end ?? 0);
        const areWithin =
          isWithin(sentence, answer) &&
          passages.every((passage) => isWithin(passage, note)) &&
          conflicts.every(({ inAnswer, inNote }) => isWithin(inAnswer, answer) && isWithin(inNote, note));
        const isMarked = verdict === "supported" || verdict === "contradicted";
        const isComplete = passages.length > 0 === isMarked && conflicts.length > 0 === (verdict === "contradicted");
        return !(isInOrder && areWithin && isComplete && confidence >= 0 && confidence <= 1);
      });
      expect(wrong, `seed ${seed}`).toEqual([]);
    }
  });

  it("takes no longer for the blank lines in a note", () => {
    const start = Date.now();
    findEvidence(`She has gout.${"\n".repeat(60_000)}She takes aspirin.`, "She has gout.");
    expect(Date.now() - start).toBeLessThan(1000);
  });

  it("needs neither note nor answer", () => {
    expect(findEvidence("", "")).toEqual([]);
    expect(findEvidence(noteOf("stroke"), " \n")).toEqual([]);
    expect(findEvidence("", "She had a stroke.")).toMatchObject([{ verdict: "unsupported", passages: [] }]);
  });
});
