import { EngineError, toErrorData } from "../../core/errors";
import type { EngineKind } from "../../core/models/engine";
import { createTextStream } from "../../core/tokenizer/text-stream";
import { readTokenTable } from "../../core/tokenizer/token-table";
import type { GenerateEvent, GenerateRequest } from "../../engine/generate";
import { isAnswering, useAsk, type AnswerResult, type AnswerState } from "./ask-store";
import { engines, tokenizer } from "./engine";
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
  try {
    const isLoaded = await loadModel(modelId, on);
    const prompt = isLoaded ? await tokenizer.call("encodePrompt", { modelId, note, question }) : undefined;
    if (prompt === undefined || signal.aborted) {
      setAnswer({ kind: "empty" });
      return;
    }
    setAnswer({ kind: "done", result: await generateAnswer(on, { ...prompt, maxNewTokens }, signal) });
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

/** Shows what the engine says as it comes, as text. */
async function generateAnswer(on: EngineKind, request: GenerateRequest, signal: AbortSignal): Promise<AnswerResult> {
  const { engine } = useAsk.getState();
  if (engine.kind !== "ready") throw new EngineError("not-loaded", "The model is no longer loaded. Ask again.");
  const stream = createTextStream(readTokenTable(engine.tokens));
  const startMs = performance.now();
  let text = "";
  const onEvent = (event: GenerateEvent) => {
    const { tokensDone } = event;
    const stopping = signal.aborted;
    if (event.kind === "prefill") {
      const { tokensTotal } = event;
      setAnswer({ kind: "reading", tokensDone, tokensTotal, elapsedMs: performance.now() - startMs, stopping });
    } else {
      text += stream.push(event.id);
      setAnswer({ kind: "streaming", text, tokensDone, stopping });
    }
  };
  const generation = await engines[on].call("generate", request, { signal, onEvent });
  return { ...generation, text: text + stream.end() };
}
