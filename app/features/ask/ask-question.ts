import { toErrorData } from "../../core/errors";
import type { EngineKind } from "../../core/models/engine";
import type { AskEvent } from "../../workers/engine/protocol";
import { isAnswering, useAsk, type AnswerState } from "./ask-store";
import { engines } from "./engine";
import { cancelLoading, loadModel, unloadEngine } from "./load-model";

/** An engine that has not stopped after so long hangs: it is ended. */
const stopPatienceMs = 15_000;

let controller = new AbortController();

/** Asks the model about the note on the page, loading it first where needed, and streams the answer in. */
export async function askQuestion(modelId: string, on: EngineKind): Promise<void> {
  const { note, question, maxNewTokens } = useAsk.getState();
  if (isAnswering(useAsk.getState())) return;
  controller = new AbortController();
  const { signal } = controller;
  setAnswer({ kind: "reading", tokensDone: 0, tokensTotal: 0, elapsedMs: 0, stopping: false });
  if (!(await loadModel(modelId, on)) || signal.aborted) {
    setAnswer({ kind: "empty" });
    return;
  }
  const startMs = performance.now();
  const onEvent = (event: AskEvent) => setAnswer(toAnswer(event, performance.now() - startMs, signal.aborted));
  try {
    const result = await engines[on].call("ask", { note, question, maxNewTokens }, { signal, onEvent });
    setAnswer({ kind: "done", result });
  } catch (error) {
    const data = toErrorData(error);
    setAnswer({ kind: "failed", error: data });
    // A prompt that is too long is the user's to shorten; after anything else the engine's state is unknown.
    if (data.code !== "prompt-too-long") {
      unloadEngine("The model stopped.");
      useAsk.setState({ engine: { kind: "idle" } });
    }
  }
}

/** Stops the answer at the next token and keeps what was said. */
export function stopAnswer(): void {
  const { answer, engine: state } = useAsk.getState();
  controller.abort(new DOMException("Stopped.", "AbortError"));
  if (state.kind === "loading") cancelLoading();
  if (answer.kind !== "reading" && answer.kind !== "streaming") return;
  setAnswer({ ...answer, stopping: true });
  const { signal } = controller;
  setTimeout(() => {
    if (controller.signal === signal && isAnswering(useAsk.getState()))
      unloadEngine("The model did not stop in time and was ended. Ask again to load it anew.");
  }, stopPatienceMs);
}

export function clearAnswer(): void {
  setAnswer({ kind: "empty" });
}

function setAnswer(answer: AnswerState): void {
  useAsk.setState({ answer });
}

function toAnswer(event: AskEvent, elapsedMs: number, stopping: boolean): AnswerState {
  const { tokensDone } = event;
  return event.kind === "reading"
    ? { kind: "reading", tokensDone, tokensTotal: event.tokensTotal, elapsedMs, stopping }
    : { kind: "streaming", text: event.text, tokensDone, stopping };
}
