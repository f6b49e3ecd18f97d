import { create } from "zustand";
import type { ErrorData } from "../../core/errors";
import type { LoadProgress } from "../../engine/load-progress";
import type { AskResult, LoadedModel } from "../../workers/engine/protocol";

/** The model in memory. */
export type EngineState =
  | { kind: "idle" }
  | { kind: "loading"; modelId: string; progress: LoadProgress | undefined; elapsedMs: number }
  | { kind: "ready"; model: LoadedModel }
  | { kind: "failed"; modelId: string; error: ErrorData };

/** The answer on the page. */
export type AnswerState =
  | { kind: "empty" }
  /** Waiting for the model, then reading note and question. */
  | { kind: "reading"; tokensDone: number; tokensTotal: number; elapsedMs: number; stopping: boolean }
  | { kind: "streaming"; text: string; tokensDone: number; stopping: boolean }
  | { kind: "done"; result: AskResult }
  | { kind: "failed"; error: ErrorData };

export interface AskState {
  engine: EngineState;
  /** In memory only: notes are gone with the tab. */
  note: string;
  question: string;
  maxNewTokens: number;
  answer: AnswerState;
}

/** The authors' own limit on an answer. */
const defaultMaxNewTokens = 400;

export const useAsk = create<AskState>(() => ({
  engine: { kind: "idle" },
  note: "",
  question: "",
  maxNewTokens: defaultMaxNewTokens,
  answer: { kind: "empty" },
}));

/** True while a question is on its way, from loading the model to the last token. */
export function isAnswering({ answer }: AskState): boolean {
  return answer.kind === "reading" || answer.kind === "streaming";
}
