import type { RunningEngine } from "../../core/models/engine";
import type { GenerateEvent, GenerateRequest, Generation } from "../../engine/generate";
import type { LoadProgress } from "../../engine/load-progress";

interface LoadInput {
  modelId: string;
}

export interface LoadedModel {
  modelId: string;
  engine: RunningEngine;
  contextTokens: number;
}

/** What both engines' workers offer: nobody else needs to know which one runs. Ids go in and out, never text. */
export interface EngineProtocol {
  load: { input: LoadInput; result: LoadedModel; event: LoadProgress };
  generate: { input: GenerateRequest; result: Generation; event: GenerateEvent };
}
