import { describe, expect, it } from "vitest";
import { Random } from "../checkpoint/fuzz/random";
import type { Span } from "../text/span";
import { marks } from "./marks";
import { parseResult } from "./parse-result";
import type { TaskResult } from "./result";
import { tasks } from "./tasks";
import { note } from "./testing/note";

/** What answers are made of, and what breaks them. */
const pieces = [
  ..."- |* |1. |## |**|__|`|```\n|: |:|, |; | and | -> | - | = |(|)|[|]|{|}|\"|'|“|”|\n|\n\n|\r\n|\t|.|. |\\|→| |\u0301|\ud83d|😀|\u0000".split(
    "|",
  ),
  "|",
  "| --- | --- |\n",
  "| Date | Event |\n",
  ..."Medications|furosemide|Gout|COPD|chronic obstructive pulmonary disease|He|it|refers to|stands for|was given for|2021-11-03|11/3|day 3|March 2019|Mr. Brandt|none|Original|Paraphrase|Hospital course|80 mg b.i.d.|The medications are ".split(
    "|",
  ),
];

function randomAnswer(random: Random): string {
  return Array.from({ length: random.below(40) }, () => random.pick(pieces)).join(random.oneIn(2) ? "" : " ");
}

/** All objects in a result that have places, and whether there is anything in it. */
function itemsOf(result: TaskResult): { at?: Span; inNote?: readonly Span[] }[] {
  switch (result.kind) {
    case "text":
      return [{}];
    case "entities":
      return result.groups.flatMap(({ entities }) => entities);
    case "abbreviations":
      return result.abbreviations;
    case "relations":
      return result.relations.flatMap(({ at, subject, object }) => [{ at }, subject, object]);
    case "timeline":
      return result.events;
    case "mentions":
      return result.groups.flatMap(({ referent, mentions }) => [referent, ...mentions]);
    case "paraphrase":
      return result.pairs.flatMap(({ source, at }) => [{ at }, source]);
    case "summary":
      return result.sections;
  }
}

function isInside({ start, end }: Span, text: string): boolean {
  return 0 <= start && start <= end && end <= text.length;
}

describe("parseResult", () => {
  it.each(tasks.map(({ id }) => id))("of %s never throws, is never empty and stays inside its texts", (id) => {
    const random = new Random(0x5eed);
    for (let i = 0; i < 400; i++) {
      const answer = randomAnswer(random);
      const values = random.oneIn(2) ? {} : { passage: "Gout", abbreviation: "COPD", expression: "it" };
      const result = parseResult(id, answer, note, values);
      const items = itemsOf(result);
      expect(items.length, answer).toBeGreaterThan(0);
      for (const { at, inNote = [] } of items) {
        if (at !== undefined) expect(isInside(at, answer), answer).toBe(true);
        for (const span of inNote) expect(isInside(span, note) && span.start < span.end, answer).toBe(true);
      }
      expect(parseResult(id, answer, note, values)).toEqual(result);
      expect(
        marks(result).every(({ span, label }) => isInside(span, note) && label !== ""),
        answer,
      ).toBe(true);
    }
  });

  it.each(tasks.map(({ id }) => id))("of %s reads what repeats itself without end", (id) => {
    const repeats = [
      "a: b\n",
      "a -> ",
      "- (a, ",
      "| a ",
      '[{"a":',
      "it refers to a. ",
      "2021 ",
      "-",
      "=",
      " ",
      "COPD (COPD) ",
    ];
    for (const piece of repeats) {
      const answer = piece.repeat(50_000 / piece.length);
      expect(itemsOf(parseResult(id, answer, note.repeat(10), { passage: "Gout" })).length).toBeGreaterThan(0);
    }
  });

  it.each(["question", "free"] as const)("of %s is text", (id) => {
    expect(parseResult(id, "- Medications: furosemide", note)).toEqual({ kind: "text" });
  });

  it("needs no note", () => {
    expect(parseResult("abbreviations", "COPD: chronic obstructive pulmonary disease", "")).toMatchObject({
      abbreviations: [{ text: "COPD", inNote: [] }],
    });
  });
});
