import { EngineError } from "../../core/errors";
import type { RunningEngine } from "../../core/models/engine";
import { createTokenizer } from "../../core/tokenizer/literal-tokenizer";
import type { LanguageModel } from "../../engine/language-model";
import type { LoadProgress } from "../../engine/load-progress";
import { serve } from "../rpc/serve";
import { answer, type Answerer } from "./answer";
import type { EngineProtocol } from "./protocol";
import { openStoredModel, tokenizerFile, type StoredModel } from "./stored-model";

/** How an engine brings a stored model into memory. */
export type LoadOnEngine = (
  stored: StoredModel,
  onProgress: (progress: LoadProgress) => void,
) => Promise<{ model: LanguageModel; engine: RunningEngine }>;

/** Serves the engine protocol with one engine. One worker holds one model: two web-llm engines in one realm break each other. */
export function serveEngine(loadOnEngine: LoadOnEngine): void {
  let loaded: Answerer | undefined;
  serve<EngineProtocol>({
    load: async ({ modelId }, { emit }) => {
      const stored = await openStoredModel(modelId);
      const [{ model, engine }, tokenizer] = await Promise.all([
        loadOnEngine(stored, emit),
        // While the engine waits for the disk and for what compiles on other threads.
        Promise.resolve().then(() => createTokenizer(stored.tokenizer, tokenizerFile)),
      ]);
      loaded = { model, tokenizer, card: stored.card };
      return { modelId, engine, contextTokens: model.contextTokens };
    },
    ask: async (input, context) => {
      if (loaded === undefined) throw new EngineError("not-loaded", "No model is loaded. Choose a model first.");
      return await answer(loaded, input, context);
    },
  });
}
