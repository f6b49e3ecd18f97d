import { traceAnswer } from "../../core/budget/trace-answer";
import { matchAnswer } from "../../core/evidence/find-evidence";
import { indexNote, type NoteIndex } from "../../core/evidence/note-index";
import { serve } from "../rpc/serve";
import type { EvidenceProtocol } from "./protocol";

/** The note that was asked about last: answers come one after the other, and grow while they stream. */
let current: { note: string; index: NoteIndex } | undefined;

serve<EvidenceProtocol>({
  findEvidence: ({ note, answer }) => {
    if (current?.note !== note) current = { note, index: indexNote(note) };
    return Promise.resolve(matchAnswer(current.index, answer));
  },
  traceAnswer: ({ note, answer, sentences, parts }) => Promise.resolve(traceAnswer(note, answer, sentences, parts)),
});
