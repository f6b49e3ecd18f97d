import { expect, it } from "vitest";
import { noteTexts } from "../../note/testing/note-texts";
import development from "../labelled/development.json";
import type { LabelledSentence } from "./labelled-sentence";
import { judgeLabelled, measureEvidence, type Outcome } from "./measure-evidence";

const evidence = (verdict: Outcome["verdict"]): Outcome["found"] => [
  { sentence: { start: 0, end: 1 }, verdict, passages: [], confidence: 0, conflicts: [] },
];

it("counts passages, gold passages and verdicts", () => {
  const sentence = { note: "a", answer: "b" };
  const outcomes: Outcome[] = [
    {
      sentence: { ...sentence, label: "supported", gold: ["c", "d"] },
      verdict: "supported",
      found: evidence("supported"),
      marked: [
        { span: { start: 0, end: 1 }, isRight: true },
        { span: { start: 8, end: 9 }, isRight: false },
      ],
      gold: [
        { span: { start: 0, end: 1 }, isFound: true },
        { span: { start: 4, end: 5 }, isFound: false },
      ],
    },
    {
      sentence: { ...sentence, label: "contradicted", conflict: "dose", gold: [] },
      verdict: "unsupported",
      found: evidence("unsupported"),
      marked: [],
      gold: [],
    },
    {
      sentence: { ...sentence, label: "contradicted", conflict: "date", gold: [] },
      verdict: "contradicted",
      found: evidence("contradicted"),
      marked: [],
      gold: [],
    },
  ];
  const measures = measureEvidence(outcomes);
  expect(measures.precision).toEqual({ hits: 1, of: 2 });
  expect(measures.recall).toEqual({ hits: 1, of: 2 });
  expect(measures.contradictions).toEqual({ hits: 1, of: 2 });
  expect([...measures.contradictionsByKind]).toEqual([
    ["date", { hits: 1, of: 1 }],
    ["dose", { hits: 0, of: 1 }],
  ]);
  expect(measures.supported).toEqual({ hits: 1, of: 1 });
});

it("judges a passage by whether it overlaps gold", () => {
  const note = "Fever to 39.6 C. No cough. Aspirin stopped.";
  const sentence: LabelledSentence = { note: "", answer: "She had no cough.", label: "supported", gold: ["No cough"] };
  expect(judgeLabelled(sentence, note)).toMatchObject({
    verdict: "supported",
    marked: [{ isRight: true }],
    gold: [{ isFound: true }],
  });
  expect(judgeLabelled({ ...sentence, gold: ["Aspirin"] }, note)).toMatchObject({
    marked: [{ isRight: false }],
    gold: [{ isFound: false }],
  });
});

it("finds the matcher good enough on the sentences that it was developed on", () => {
  const sentences = development as LabelledSentence[];
  const { precision, recall, contradictions } = measureEvidence(
    sentences.map((sentence) => judgeLabelled(sentence, noteTexts.get(sentence.note) ?? "")),
  );
  expect(precision.hits / precision.of).toBeGreaterThanOrEqual(0.95);
  expect(recall.hits / recall.of).toBeGreaterThanOrEqual(0.8);
  expect(contradictions.hits / contradictions.of).toBeGreaterThanOrEqual(0.9);
});
