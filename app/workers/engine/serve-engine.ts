import { EngineError } from "../../core/errors";
import type { RunningEngine } from "../../core/models/engine";
import { generate } from "../../engine/generate";
import type { LanguageModel } from "../../engine/language-model";
import type { LoadProgress } from "../../engine/load-progress";
import { openStoredModel, type StoredModel } from "../../storage/stored-model";
import { serve } from "../rpc/serve";
import type { EngineProtocol } from "./protocol";

/** How an engine brings a stored model into memory. */
export type LoadOnEngine = (
  stored: StoredModel,
  onProgress: (progress: LoadProgress) => void,
) => Promise<{ model: LanguageModel; engine: RunningEngine }>;

/** Serves the engine protocol with one engine. One worker holds one model: two web-llm engines in one realm break each other. */
export function serveEngine(loadOnEngine: LoadOnEngine): void {
  let loaded: LanguageModel | undefined;
  serve<EngineProtocol>({
    load: async ({ modelId }, { emit }) => {
      const { model, engine } = await loadOnEngine(await openStoredModel(modelId), emit);
      loaded = model;
      return { modelId, engine, contextTokens: model.contextTokens };
    },
    generate: async (request, { signal, emit }) => {
      if (loaded === undefined) throw new EngineError("not-loaded", "No model is loaded. Choose a model first.");
      return await generate(loaded, request, { signal, onEvent: emit, now: () => performance.now() });
    },
  });
}
