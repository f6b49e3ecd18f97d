import type { Span } from "../text/span";

/** Words of an answer that may stand in the note. */
export interface Mention {
  text: string;
  /** Where they stand in the note, in order; empty where they do not. */
  inNote: readonly Span[];
}

export interface Entity extends Mention {
  /** What was said of it beside its name: a dose, a result. */
  detail: string;
  /** Its place in the answer. */
  at: Span;
}

export interface EntityGroup {
  /** As the model named it, or empty. */
  type: string;
  entities: Entity[];
}

export interface Abbreviation extends Mention {
  expansion: string;
  at: Span;
}

export interface Relation {
  subject: Mention;
  /** How they are related, or empty where the model only paired them. */
  relation: string;
  object: Mention;
  at: Span;
}

export interface TimelineEvent {
  /** The date or time in the model's words; empty where it gave none. */
  when: string;
  event: string;
  /** Sorts events where the date could be read, see find-time.ts. */
  order: number | undefined;
  inNote: readonly Span[];
  at: Span;
}

/** Expressions that mean the same. */
export interface MentionGroup {
  referent: Mention;
  mentions: (Mention & { at: Span })[];
}

export interface ParaphrasePair {
  source: Mention;
  paraphrase: string;
  at: Span;
}

export interface SummarySection {
  /** Empty for what stands before the first title. */
  title: string;
  paragraphs: string[];
  /** The section of the note with this title. */
  inNote: readonly Span[];
  at: Span;
}

/** What a task's answer says, as far as its structure could be read; "text" where it could not, or has none. */
export type TaskResult =
  | { kind: "text" }
  | { kind: "entities"; groups: EntityGroup[] }
  | { kind: "abbreviations"; abbreviations: Abbreviation[] }
  | { kind: "relations"; relations: Relation[] }
  | { kind: "timeline"; events: TimelineEvent[] }
  | { kind: "mentions"; groups: MentionGroup[] }
  | { kind: "paraphrase"; pairs: ParaphrasePair[] }
  | { kind: "summary"; sections: SummarySection[] };
