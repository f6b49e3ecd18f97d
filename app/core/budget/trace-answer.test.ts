import { describe, expect, it } from "vitest";
import { findEvidence } from "../evidence/find-evidence";
import { traceAnswer } from "./trace-answer";

const history = "HISTORY\nHe has asthma and smokes ten cigarettes a day.\n\n";
const course = "HOSPITAL COURSE\nHe was treated with prednisone for five days.\n\n";
const plan = "PLAN\nFollow up in the chest clinic in two weeks.\n";
const note = history + course + plan;
const spans = [history, course, plan].map((text) => ({
  start: note.indexOf(text),
  end: note.indexOf(text) + text.length,
}));
const parts = [
  { titles: ["HISTORY"], text: "The patient has asthma. His sister has diabetes." },
  { titles: ["HOSPITAL COURSE"], text: "Prednisone was given for five days." },
  { titles: ["PLAN"], text: "The discharge summary does not mention this." },
].map((part, index) => ({ ...part, span: spans[index] ?? { start: 0, end: 0 } }));

function trace(answer: string) {
  return traceAnswer(note, answer, findEvidence(note, answer), parts).map(({ kind, places }) => ({
    kind,
    places: places.map(({ titles, span }) => [titles.join(), note.slice(span.start, span.end).trim()]),
  }));
}

describe("traceAnswer", () => {
  it("leads a sentence that the note supports to its passage and section", () => {
    expect(trace("He was treated with prednisone.")).toEqual([
      { kind: "passage", places: [["HOSPITAL COURSE", "He was treated with prednisone for five days."]] },
    ]);
  });

  it("leads one that only a part's answer says to that part", () => {
    expect(trace("His sister has diabetes.")).toEqual([{ kind: "part", places: [["HISTORY", history.trim()]] }]);
  });

  it("leads one that says that the note does not tell to the parts whose answers say so", () => {
    expect(trace("The note does not mention an allergy.")).toEqual([{ kind: "part", places: [["PLAN", plan.trim()]] }]);
  });

  it("leads one that nothing says to the part that comes closest, and says so", () => {
    expect(trace("Diabetes runs among uncles.")).toEqual([{ kind: "closest", places: [["HISTORY", history.trim()]] }]);
    const [source] = trace("Warfarin begun.");
    expect(source?.kind).toBe("closest");
    expect(source?.places.map(([title]) => title)).toEqual(["HISTORY", "HOSPITAL COURSE", "PLAN"]);
  });

  it("traces no headings", () => {
    expect(trace("Summary:")).toEqual([{ kind: "none", places: [] }]);
  });
});
