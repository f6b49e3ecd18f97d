import { toErrorData } from "../../core/errors";
import { withModelLock } from "../../storage/locks";
import { deleteModel } from "../../storage/model-repository";
import { setWork } from "./models-store";

/** Deletes a converted model from this device. */
export async function deleteStoredModel(modelId: string): Promise<void> {
  try {
    await withModelLock(modelId, () => deleteModel(modelId));
  } catch (error) {
    setWork({ kind: "failed", error: toErrorData(error) });
  }
}
