import { StorageError } from "../core/errors";

/** Bytes that must stay free beyond the model itself: databases keep logs and indices next to the values. */
const headroomBytes = 32 * 2 ** 20;

/** Throws StorageError "no-space" unless the browser would still let this origin store `neededBytes`. */
export async function assertSpace(neededBytes: number): Promise<void> {
  const { quota, usage } = await navigator.storage.estimate();
  if (quota === undefined || usage === undefined) return;
  const freeBytes = quota - usage;
  if (freeBytes < neededBytes + headroomBytes) {
    throw new StorageError(
      "no-space",
      `This model needs ${megabytes(neededBytes + headroomBytes)} of browser storage, and ${megabytes(freeBytes)} are left. ` +
        "Delete a model you no longer need or free disk space; private windows have little room.",
    );
  }
}

/** Asks the browser not to evict what is stored. True when it agreed. For the page: workers cannot ask. */
export async function requestPersistence(): Promise<boolean> {
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}

function megabytes(bytes: number): string {
  return `${Math.max(0, Math.round(bytes / 1e6)).toLocaleString("en")} MB`;
}
