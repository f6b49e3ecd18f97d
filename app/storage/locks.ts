import { StorageError } from "../core/errors";

/**
 * Runs with a model held against other tabs. Locks free themselves when a tab dies. Throws StorageError "blocked" at once
 * when another tab holds it.
 */
export async function withModelLock<T>(modelId: string, run: () => Promise<T>): Promise<T> {
  return await navigator.locks.request(`model:${modelId}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) {
      throw new StorageError(
        "blocked",
        "Another tab is working on this model. Finish or close it there and try again.",
        {
          retryable: true,
        },
      );
    }
    return await run();
  });
}
