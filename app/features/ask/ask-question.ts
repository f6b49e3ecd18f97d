import type { ErrorData } from "../../core/errors";
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
  showLast(answer, ({ state }) => state.kind !== "failed");
  await run(answer, undefined, on);
}

/** Goes on with an answer that ended at its length limit, for as many tokens again. It stays as it is where nothing comes of that. */
export async function continueAnswer(answer: Answer, on: EngineKind): Promise<void> {
  if (answer.state.kind !== "done" || isAnswering(useAsk.getState())) return;
  const continued: Answer = { ...answer, state: reading, parsed: undefined, evidence: { kind: "none" } };
  showLast(continued, ({ id }) => id !== answer.id);
  await run(continued, { answer, result: { ...answer.state.result, error: undefined } }, on);
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

const reading: AnswerState = {
  kind: "reading",
  tokensDone: 0,
  tokensBefore: 0,
  tokensTotal: 0,
  elapsedMs: 0,
  stopping: false,
};

/** An answer that is to go on. */
interface Earlier {
  answer: Answer;
  result: AnswerResult;
}

/** Has an answer said, or what comes after the part that was said before. */
async function run(answer: Answer, earlier: Earlier | undefined, on: EngineKind): Promise<void> {
  const { id, asked } = answer;
  controller = new AbortController();
  const { signal } = controller;
  const isLoaded = await loadModel(asked.modelId, on);
  const { engine } = useAsk.getState();
  if (!isLoaded || signal.aborted) {
    giveUp(id, earlier, engine.kind === "failed" ? engine.error : undefined);
    return;
  }
  const before = earlier?.result;
  const result = await readAndSay({ answer, before, on, signal });
  const { error } = result;
  // A prompt that is too long is the user's to shorten; after anything else the engine's state is unknown.
  if (error !== undefined && error.code !== "prompt-too-long") {
    unloadEngine("The model stopped.");
    useAsk.setState({ engine: { kind: "idle" } });
  }
  const saidNothing = result.text === (before?.text ?? "");
  if (saidNothing && (error !== undefined || (earlier !== undefined && result.finish === "cancelled"))) {
    giveUp(id, earlier, error);
    return;
  }
  const parsed = parseResult(asked.taskId, result.text, asked.note, asked.values);
  updateAnswer(id, { state: { kind: "done", result }, parsed });
  await findEvidenceFor(id);
}

/** Ends an attempt of which nothing came: what there was before stays, with what went wrong. */
function giveUp(id: number, earlier: Earlier | undefined, error: ErrorData | undefined): void {
  if (earlier !== undefined) {
    // A check that was under way has come to its end meanwhile, or will.
    const { evidence, ...answer } = earlier.answer;
    const checked = evidence.kind === "none" ? {} : { evidence };
    updateAnswer(id, { ...answer, ...checked, state: { kind: "done", result: { ...earlier.result, error } } });
  } else if (error !== undefined) updateAnswer(id, { state: { kind: "failed", error } });
  else removeAnswer(id);
}
