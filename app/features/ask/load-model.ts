import { EngineError, toErrorData } from "../../core/errors";
import { useAsk } from "./ask-store";
import { engine } from "./engine";

/** Puts a model into memory unless it is there. Resolves to false when that failed; the store then says why. */
export async function loadModel(modelId: string): Promise<boolean> {
  const current = useAsk.getState().engine;
  if (current.kind === "ready" && current.model.modelId === modelId) return true;
  unloadEngine("Another model was chosen.");
  const startMs = performance.now();
  useAsk.setState({ engine: { kind: "loading", modelId, progress: undefined, elapsedMs: 0 } });
  try {
    const model = await engine.call(
      "load",
      { modelId },
      {
        onEvent: (progress) =>
          useAsk.setState({ engine: { kind: "loading", modelId, progress, elapsedMs: performance.now() - startMs } }),
      },
    );
    useAsk.setState({ engine: { kind: "ready", model } });
    return true;
  } catch (error) {
    unloadEngine("The model could not be loaded.");
    const cancelled = useAsk.getState().engine.kind === "idle";
    if (!cancelled) useAsk.setState({ engine: { kind: "failed", modelId, error: toErrorData(error) } });
    return false;
  }
}

/** Stops loading. The worker is ended: web-llm cannot be interrupted while it copies weights. */
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

/** Ends the engine's worker, so that the next load starts with a fresh one and a fresh device. */
export function unloadEngine(reason: string): void {
  engine.terminate(new EngineError("not-loaded", reason, { retryable: true }));
}
