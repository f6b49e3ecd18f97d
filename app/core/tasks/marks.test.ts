import { describe, expect, it } from "vitest";
import { marks } from "./marks";
import { parseResult } from "./parse-result";
import type { TaskId, TaskValues } from "./task";
import { note, textsInNote } from "./testing/note";

function marked(id: TaskId, answer: string, values: TaskValues = {}): string[] {
  const found = marks(parseResult(id, answer, note, values));
  return textsInNote(found.map(({ span }) => span)).map((text, i) => `${text}: ${found[i]?.label ?? ""}`);
}

describe("marks", () => {
  it("says what a result says of each place in the note, in the note's order", () => {
    expect(marked("entities", "Medication: carvedilol, lisinopril")).toEqual([
      "Lisinopril: Medication",
      "Carvedilol: Medication",
    ]);
    expect(marked("abbreviations", "COPD: lung disease")).toEqual(["COPD: lung disease"]);
    expect(marked("relations", "allopurinol -> treats -> gout")).toEqual([
      "Gout: allopurinol treats",
      "Allopurinol: treats gout",
    ]);
    expect(marked("timeline", "2021-11-15: clinic")).toEqual([]);
    expect(marked("timeline", "- 2021-11-15: clinic")).toEqual(["2021-11-15: clinic"]);
    expect(marked("coreference", "He -> Mr. Brandt")[0]).toBe("Mr. Brandt: Mr. Brandt");
    expect(marked("paraphrase", "swollen legs", { passage: "swollen legs for one week" })).toEqual([
      "swollen legs for one week: swollen legs",
    ]);
  });

  it("has nothing for summaries and text", () => {
    expect(marked("summary", "Hospital course: well.")).toEqual([]);
    expect(marked("question", "Gout.")).toEqual([]);
  });
});
