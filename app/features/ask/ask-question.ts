import { toErrorData, type ErrorData } from "../../core/errors";
import type { EngineKind } from "../../core/models/engine";
import { parseResult } from "../../core/tasks/parse-result";
import {
  isAnswering,
  isUnderWay,
  removeAnswer,
  updateAnswer,
  useAsk,
  type Answer,
  type AnswerResult,
  type AnswerState,
  type Asked,
} from "./ask-store";
import { findEvidenceFor } from "./find-evidence";
import { cancelLoading, loadModel, unloadEngine } from "./load-model";
import { readAndSay } from "./read-and-say";

/** An engine that has not stopped after so long hangs: it is ended. */
const stopPatienceMs = 15_000;

let controller = new AbortController();
let lastId = 0;

/** Asks the model about a note, loading it first where needed, and streams a new answer in. */
export async function askQuestion(asked: Asked, on: EngineKind): Promise<void> {
  if (isAnswering(useAsk.getState())) return;
  const id = ++lastId;
  const answer: Answer = { id, asked, state: reading, evidence: { kind: "none" } };
  // One that failed before its first word is not worth keeping.
  showLast(answer, ({ state }) => state.kind !== "failed" || state.before !== undefined);
  await run(answer, undefined, on);
}

/** Goes on with an answer that ended at its length limit, for as many tokens again. */
export async function continueAnswer(answer: Answer, on: EngineKind): Promise<void> {
  if (answer.state.kind !== "done" || isAnswering(useAsk.getState())) return;
  const continued: Answer = { ...answer, state: reading, parsed: undefined, evidence: { kind: "none" } };
  showLast(continued, ({ id }) => id !== answer.id);
  await run(continued, answer.state.result, on);
}

/** Shows an answer that begins, after those that stay: whatever is under way is the last of the list. */
function showLast(answer: Answer, stays: (other: Answer) => boolean): void {
  useAsk.setState(({ answers }) => ({
    answers: [...answers.filter(stays), answer],
    shownId: answer.id,
    comparedId: undefined,
    pointedAt: undefined,
  }));
}

/** Stops the answer at the next token and keeps what was said. */
export function stopAnswer(): void {
  const { answers, engine: state } = useAsk.getState();
  controller.abort(new DOMException("Stopped.", "AbortError"));
  if (state.kind === "loading") cancelLoading();
  const last = answers.at(-1);
  if (last === undefined || !isUnderWay(last.state)) return;
  updateAnswer(last.id, { state: { ...last.state, stopping: true } });
  const { signal } = controller;
  setTimeout(() => {
    if (controller.signal === signal && isAnswering(useAsk.getState()))
      unloadEngine("The model did not stop in time and was ended. Ask again to load it anew.");
  }, stopPatienceMs);
}

const reading: AnswerState = { kind: "reading", tokensDone: 0, tokensTotal: 0, elapsedMs: 0, stopping: false };

/** Has an answer said, or what comes after the part that was said before. */
async function run(answer: Answer, before: AnswerResult | undefined, on: EngineKind): Promise<void> {
  const { id, asked } = answer;
  controller = new AbortController();
  const { signal } = controller;
  try {
    const isLoaded = await loadModel(asked.modelId, on);
    const { engine } = useAsk.getState();
    if (engine.kind === "failed") {
      updateAnswer(id, { state: failedState(engine.error, before) });
      return;
    }
    if (!isLoaded || signal.aborted) {
      if (before === undefined) removeAnswer(id);
      else updateAnswer(id, { state: { kind: "done", result: before } });
      return;
    }
    const result = await readAndSay({ answer, before, on, signal });
    const parsed = parseResult(asked.taskId, result.text, asked.note, asked.values);
    updateAnswer(id, { state: { kind: "done", result }, parsed });
    await findEvidenceFor(id);
  } catch (error) {
    const data = toErrorData(error);
    updateAnswer(id, { state: failedState(data, before) });
    // A prompt that is too long is the user's to shorten; after anything else the engine's state is unknown.
    if (data.code !== "prompt-too-long") {
      unloadEngine("The model stopped.");
      useAsk.setState({ engine: { kind: "idle" } });
    }
  }
}

function failedState(error: ErrorData, before: AnswerResult | undefined): AnswerState {
  return { kind: "failed", error, ...(before === undefined ? {} : { before }) };
}
