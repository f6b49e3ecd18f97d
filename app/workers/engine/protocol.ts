import type { Generation } from "../../engine/generate";
import type { LoadProgress } from "../../engine/load-webllm";
import type { LibraryBuild } from "../../core/models/variant-card";

export interface LoadInput {
  modelId: string;
}

export interface LoadedModel {
  modelId: string;
  build: LibraryBuild;
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

export interface EngineProtocol {
  load: { input: LoadInput; result: LoadedModel; event: LoadProgress };
  ask: { input: AskInput; result: AskResult; event: AskEvent };
}
