import { toErrorData } from "../../core/errors";
import { listInterruptedConversions, deleteModel, watchModels } from "../../storage/model-repository";
import { withModelLock } from "../../storage/locks";
import { useModels } from "./models-store";

/** Keeps the store in step with what is stored, and clears what interrupted conversions left. Returns the way to stop. */
export function watchStoredModels(): () => void {
  void clearInterruptedConversions();
  return watchModels(
    (models) => useModels.setState({ stored: { kind: "loaded", models } }),
    (error) => useModels.setState({ stored: { kind: "failed", error: toErrorData(error) } }),
  );
}

/** A conversion whose lock is free was cut off by a closed tab or a crash. One that another tab is busy with is left alone. */
async function clearInterruptedConversions(): Promise<void> {
  try {
    for (const modelId of await listInterruptedConversions()) {
      await withModelLock(modelId, () => deleteModel(modelId)).catch(() => undefined);
    }
  } catch {
    // Storage that cannot be read is reported by watchModels.
  }
}
