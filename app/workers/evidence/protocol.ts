import type { SentenceEvidence } from "../../core/evidence/evidence";

export interface EvidenceInput {
  note: string;
  answer: string;
}

/** Holds answers against notes, apart from the page, which must not wait for it. */
export interface EvidenceProtocol {
  /** One entry a sentence of the answer; see core/evidence. */
  findEvidence: { input: EvidenceInput; result: SentenceEvidence[]; event: never };
}
