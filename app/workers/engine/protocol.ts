import type { RunningEngine } from "../../core/models/engine";
import type { Generation } from "../../engine/generate";
import type { LoadProgress } from "../../engine/load-progress";

interface LoadInput {
  modelId: string;
}

export interface LoadedModel {
  modelId: string;
  engine: RunningEngine;
  contextTokens: number;
}

export interface AskInput {
  note: string;
  question: string;
  maxNewTokens: number;
}

export type AskEvent =
  { kind: "reading"; tokensDone: number; tokensTotal: number } | { kind: "text"; text: string; tokensDone: number };

/** An answer, or as much of it as there was when it was stopped. */
export interface AskResult extends Omit<Generation, "ids"> {
  text: string;
}

/** What both engines' workers offer: nobody else needs to know which one runs. */
export interface EngineProtocol {
  load: { input: LoadInput; result: LoadedModel; event: LoadProgress };
  ask: { input: AskInput; result: AskResult; event: AskEvent };
}
