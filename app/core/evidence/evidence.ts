import type { Span } from "../text/span";

/** Two stretches that cannot both be true. */
export interface Conflict {
  kind: "number" | "dose" | "date" | "laterality" | "negation";
  inAnswer: Span;
  inNote: Span;
}

/** What the note has to say to one sentence of an answer. */
export interface SentenceEvidence {
  /** In the answer. */
  sentence: Span;
  /**
   * - `not-told`: the sentence says that the note does not tell.
   * - `no-claim`: nothing to check, as in headings and greetings.
   */
  verdict: "supported" | "contradicted" | "unsupported" | "not-told" | "no-claim";
  /** In the note, the best first; empty unless the sentence is supported or contradicted. */
  passages: Span[];
  /** From 0 to 1: how much of what the sentence says the passages account for. */
  confidence: number;
  /** What the passages say otherwise; empty unless the sentence is contradicted. */
  conflicts: Conflict[];
}
