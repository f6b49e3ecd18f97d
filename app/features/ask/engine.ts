import type { EngineKind } from "../../core/models/engine";
import { createEngineClient, type EngineClient } from "../../workers/engine/client";
import { createTokenizerClient } from "../../workers/tokenizer/client";

/** The page's engines. One of them holds a model at a time; a worker starts with its first load. */
export const engines: Record<EngineKind, EngineClient> = {
  gpu: createEngineClient("gpu"),
  cpu: createEngineClient("cpu"),
};

/** Turns questions into ids for the engines. */
export const tokenizer = createTokenizerClient();

/** Has a model's tokenizer read ahead of the first question. What goes wrong is told by the question. */
export function readTokenizerAhead(modelId: string): void {
  tokenizer.call("open", { modelId }).catch(() => undefined);
}
