import { create } from "zustand";
import type { ErrorData } from "../../core/errors";
import type { TokenTable } from "../../core/tokenizer/token-table";
import type { Generation } from "../../engine/generate";
import type { LoadProgress } from "../../engine/load-progress";
import type { LoadedModel } from "../../workers/engine/protocol";

/** The model in memory. */
export type EngineState =
  | { kind: "idle" }
  | { kind: "loading"; modelId: string; progress: LoadProgress | undefined; elapsedMs: number }
  | { kind: "ready"; model: LoadedModel; tokens: TokenTable }
  | { kind: "failed"; modelId: string; error: ErrorData };

/** An answer, or as much of it as there was when it was stopped. */
export interface AnswerResult extends Generation {
  text: string;
}

/** The answer on the page. */
export type AnswerState =
  | { kind: "empty" }
  /** Waiting for the model, then reading note and question. */
  | { kind: "reading"; tokensDone: number; tokensTotal: number; elapsedMs: number; stopping: boolean }
  | { kind: "streaming"; text: string; tokensDone: number; stopping: boolean }
  | { kind: "done"; result: AnswerResult }
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
