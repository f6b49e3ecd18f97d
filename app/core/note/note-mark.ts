import type { Span } from "../text/span";

/** What is known of a passage of the note. */
export interface NoteMark {
  span: Span;
  /** The passage carries a sentence of the answer, contradicts one, or names an entity. */
  kind: "support" | "conflict" | "entity";
  /** Says in a few words what the mark means. */
  label: string;
  /** What rests on the passage: sentences of the answer, entities. */
  ids: string[];
}
