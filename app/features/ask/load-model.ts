import { EngineError, toErrorData } from "../../core/errors";
import type { EngineKind } from "../../core/models/engine";
import { useAsk, type EngineState } from "./ask-store";
import { engines, tokenizer } from "./engine";

/** How often engines were ended: a load that began before the last time is over. */
let unloads = 0;

/** Puts a model into memory on an engine unless it is there. Resolves to false when that failed; the store then says why. */
export async function loadModel(modelId: string, on: EngineKind): Promise<boolean> {
  const current = useAsk.getState().engine;
  if (current.kind === "ready" && current.model.modelId === modelId && current.model.engine.kind === on) return true;
  unloadEngine("Another model was chosen.");
  const unloadsBefore = unloads;
  const startMs = performance.now();
  useAsk.setState({ engine: { kind: "loading", modelId, progress: undefined, elapsedMs: 0 } });
  try {
    const [model, tokens] = await Promise.all([
      engines[on].call(
        "load",
        { modelId },
        {
          onEvent: (progress) =>
            useAsk.setState({
              engine: { kind: "loading", modelId, progress, elapsedMs: performance.now() - startMs },
            }),
        },
      ),
      tokenizer.call("open", { modelId }),
    ]);
    if (unloads !== unloadsBefore) return false;
    useAsk.setState({ engine: { kind: "ready", model, tokens } });
    return true;
  } catch (error) {
    if (unloads !== unloadsBefore) return false;
    unloadEngine("The model could not be loaded.");
    useAsk.setState({ engine: { kind: "failed", modelId, error: toErrorData(error) } });
    return false;
  }
}

/** The model in memory. Throws EngineError "not-loaded" where there is none. */
export function requireLoaded(): Extract<EngineState, { kind: "ready" }> {
  const { engine } = useAsk.getState();
  if (engine.kind !== "ready") throw new EngineError("not-loaded", "The model is no longer loaded. Ask again.");
  return engine;
}

/** Stops loading. The worker is ended: engines cannot be interrupted while they take weights in. */
export function cancelLoading(): void {
  useAsk.setState({ engine: { kind: "idle" } });
  unloadEngine("Loading was stopped.");
}

/** Frees the memory of a model that was deleted. Call it whenever the stored models change. */
export function unloadDeletedModel(storedIds: readonly string[]): void {
  const { engine: state } = useAsk.getState();
  if (state.kind !== "ready" || storedIds.includes(state.model.modelId)) return;
  useAsk.setState({ engine: { kind: "idle" } });
  unloadEngine("The model was deleted.");
}

/** Ends the engines' workers, so that the next load starts with a fresh one: what they held is freed. */
export function unloadEngine(reason: string): void {
  unloads++;
  const error = new EngineError("not-loaded", reason, { retryable: true });
  for (const engine of Object.values(engines)) engine.terminate(error);
}
