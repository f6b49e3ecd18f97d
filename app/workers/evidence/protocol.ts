import type { PartOfAnswer, SentenceSource } from "../../core/budget/trace-answer";
import type { SentenceEvidence } from "../../core/evidence/evidence";

export interface EvidenceInput {
  note: string;
  answer: string;
}

export interface TraceInput extends EvidenceInput {
  /** What was found for the answer. */
  sentences: readonly SentenceEvidence[];
  /** What it was combined from. */
  parts: readonly PartOfAnswer[];
}

/** Holds answers against notes, apart from the page, which must not wait for it. */
export interface EvidenceProtocol {
  /** One entry a sentence of the answer; see core/evidence. */
  findEvidence: { input: EvidenceInput; result: SentenceEvidence[]; event: never };
  /** One entry a sentence of a combined answer; see core/budget/trace-answer.ts. */
  traceAnswer: { input: TraceInput; result: SentenceSource[]; event: never };
}
