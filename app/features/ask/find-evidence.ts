import { toErrorData } from "../../core/errors";
import { createEvidenceClient } from "../../workers/evidence/client";
import { updateAnswer, useAsk } from "./ask-store";

const evidence = createEvidenceClient();

/** Holds a complete answer against its note, sentence by sentence, in a worker. */
export async function findEvidenceFor(id: number): Promise<void> {
  const answer = useAsk.getState().answers.find((candidate) => candidate.id === id);
  if (answer?.state.kind !== "done" || answer.state.result.text === "") return;
  try {
    const sentences = await evidence.findEvidence({ note: answer.asked.note, answer: answer.state.result.text });
    if (sentences !== undefined) updateAnswer(id, { evidence: { kind: "found", sentences } });
  } catch (error) {
    updateAnswer(id, { evidence: { kind: "failed", error: toErrorData(error) } });
  }
}
