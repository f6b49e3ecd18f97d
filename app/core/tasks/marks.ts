import type { NoteMark } from "../note/note-mark";
import type { Mention, TaskResult } from "./result";

/** A place in the note that a result speaks of; its label is the type, the expansion or the referent. */
export type ResultMark = Omit<NoteMark, "ids">;

/** The places in the note that a result speaks of, in their order in the note. */
export function marks(result: TaskResult): ResultMark[] {
  return labelled(result)
    .flatMap(([{ inNote }, label]) => inNote.map((span) => ({ span, kind: "entity" as const, label })))
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

function labelled(result: TaskResult): [Pick<Mention, "inNote">, string][] {
  switch (result.kind) {
    case "text":
    case "summary":
      return [];
    case "entities":
      return result.groups.flatMap(({ type, entities }) =>
        entities.map((entity): [Mention, string] => [entity, type === "" ? "Term" : type]),
      );
    case "abbreviations":
      return result.abbreviations.map((abbreviation) => [abbreviation, abbreviation.expansion]);
    case "relations":
      return result.relations.flatMap(({ subject, relation, object }): [Mention, string][] => [
        [subject, [relation, object.text].join(" ").trim()],
        [object, [subject.text, relation].join(" ").trim()],
      ]);
    case "timeline":
      return result.events.map((event) => [event, event.event]);
    case "mentions":
      return result.groups.flatMap(({ referent, mentions }) =>
        [referent, ...mentions].map((mention): [Mention, string] => [mention, referent.text]),
      );
    case "paraphrase":
      return result.pairs.map(({ source, paraphrase }) => [source, paraphrase]);
  }
}
