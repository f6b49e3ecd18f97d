import type { Conflict, SentenceEvidence } from "../evidence";

/** A sentence of the labelled sets, `labelled/*.json`. */
export interface LabelledSentence {
  /** A file in public/notes. */
  note: string;
  answer: string;
  label: Exclude<SentenceEvidence["verdict"], "no-claim">;
  /** Each a passage that by itself, or together with the others, supports or contradicts the answer. */
  gold: string[];
  /** Of a contradicted one. */
  conflict?: Conflict["kind"];
}
