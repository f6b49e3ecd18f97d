import { TermIndex } from "./term-index";
import { parseAbbreviations } from "./parsers/parse-abbreviations";
import { parseEntities } from "./parsers/parse-entities";
import { parseMentions } from "./parsers/parse-mentions";
import { parseParaphrase } from "./parsers/parse-paraphrase";
import { parseRelations } from "./parsers/parse-relations";
import { parseSummary } from "./parsers/parse-summary";
import { parseTimeline } from "./parsers/parse-timeline";
import type { TaskResult } from "./result";
import { readRows } from "./rows/read-rows";
import { filled, type TaskId, type TaskValues } from "./task";

const text: TaskResult = { kind: "text" };

/**
 * What a task's answer says: read leniently, since small models write lists, tables, JSON or prose as they please. Kind "text" where
 * nothing of its structure is found; never an empty structure, and nothing is thrown. `values` are those that the instruction was
 * made from. Places in the answer and in the note are UTF-16 offsets. Takes time linear in answer and note.
 */
export function parseResult(id: TaskId, answer: string, note: string, values: TaskValues = {}): TaskResult {
  const read = () => [answer, readRows(answer), new TermIndex(note)] as const;
  switch (id) {
    case "entities": {
      const groups = parseEntities(...read());
      return groups.length === 0 ? text : { kind: "entities", groups };
    }
    case "abbreviations": {
      const abbreviations = parseAbbreviations(...read(), filled(values, "abbreviation"));
      return abbreviations.length === 0 ? text : { kind: "abbreviations", abbreviations };
    }
    case "relations": {
      const relations = parseRelations(...read());
      return relations.length === 0 ? text : { kind: "relations", relations };
    }
    case "timeline": {
      const events = parseTimeline(...read());
      return events.length === 0 ? text : { kind: "timeline", events };
    }
    case "coreference": {
      const asked = { expression: filled(values, "expression"), sentence: filled(values, "sentence") };
      const groups = parseMentions(...read(), asked);
      return groups.length === 0 ? text : { kind: "mentions", groups };
    }
    case "paraphrase": {
      const pairs = parseParaphrase(...read(), filled(values, "passage"));
      return pairs.length === 0 ? text : { kind: "paraphrase", pairs };
    }
    case "summary": {
      const sections = parseSummary(answer, readRows(answer), note);
      return sections.length === 0 ? text : { kind: "summary", sections };
    }
    case "question":
    case "free":
      return text;
  }
}
