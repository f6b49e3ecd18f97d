import type { ModelRecord } from "../../core/models/model-record";
import { withModelLock } from "../../storage/locks";
import { deleteEmptyConversion, deleteModel, findModel } from "../../storage/model-repository";

/**
 * Stores a model, unless it is ready already, held against other tabs. When `store` fails, the shards that are stored are kept, to
 * go on from; for an error that `isUseless` says leaves nothing to go on from, they are deleted.
 */
export async function storeOnce(
  modelId: string,
  store: () => Promise<ModelRecord>,
  isUseless: (error: unknown) => boolean,
): Promise<ModelRecord> {
  return await withModelLock(modelId, async () => {
    const existing = await findModel(modelId);
    if (existing !== undefined) return existing;
    try {
      return await store();
    } catch (error) {
      const clear = isUseless(error) ? deleteModel : deleteEmptyConversion;
      // The first failure is what the user must hear of.
      await clear(modelId).catch(() => undefined);
      throw error;
    }
  });
}
