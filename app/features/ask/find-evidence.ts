import { toErrorData } from "../../core/errors";
import { createEvidenceClient } from "../../workers/evidence/client";
import { updateAnswer, useAsk } from "./ask-store";

const evidence = createEvidenceClient();

/** Holds a complete answer against its note, sentence by sentence, in a worker. */
export async function findEvidenceFor(id: number): Promise<void> {
  const answer = useAsk.getState().answers.find((candidate) => candidate.id === id);
  if (answer?.state.kind !== "done" || answer.state.result.text === "") return;
  try {
    const input = { note: answer.asked.note, answer: answer.state.result.text };
    const sentences = await evidence.findEvidence(input);
    if (sentences === undefined) return;
    const parts = answer.sent?.kind === "parts" ? answer.sent.answers : [];
    const sources = parts.length > 0 ? { sources: await evidence.traceAnswer({ ...input, sentences, parts }) } : {};
    updateAnswer(id, { evidence: { kind: "found", sentences, ...sources } });
  } catch (error) {
    updateAnswer(id, { evidence: { kind: "failed", error: toErrorData(error) } });
  }
}
