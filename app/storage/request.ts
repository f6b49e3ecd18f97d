import { StorageError } from "../core/errors";

/**
 * What IndexedDB, Dexie or the private file system threw, as the one StorageError that says what to do. Other errors come back
 * unchanged.
 */
export function toStorageError(error: unknown): unknown {
  // Dexie wraps the browser's error in one of its own, which may say no more than that a transaction was undone.
  const inner = typeof error === "object" && error !== null && "inner" in error ? error.inner : undefined;
  const names = [error, inner].map((each) => (each instanceof Error ? each.name : ""));
  const isOneOf = (...known: string[]) => names.some((name) => known.includes(name));
  if (isOneOf("QuotaExceededError")) {
    return new StorageError(
      "no-space",
      "The browser has no more room for this model. Delete a model you no longer need, or free disk space, and try again.",
      { cause: error },
    );
  }
  if (isOneOf("NotReadableError", "NotFoundError", "DataError", "DataCloneError")) {
    return new StorageError(
      "lost",
      "The browser could not read what was stored. Delete the model and convert it again.",
      {
        cause: error,
      },
    );
  }
  if (isOneOf("NoModificationAllowedError")) return blocked(error);
  // Nothing here is ever stopped on purpose: an AbortError is a write that the browser undid.
  const isUnusable = isOneOf("AbortError", "UnknownError", "InvalidStateError", "SecurityError");
  if (isUnusable || isOneOf("OpenFailedError", "DatabaseClosedError")) {
    return new StorageError(
      "unavailable",
      "The browser's storage cannot be used. In a private window, or with site data blocked, models cannot be kept.",
      { retryable: true, cause: error },
    );
  }
  return error;
}

/** Another tab holds what is to be changed. */
export function blocked(cause?: unknown): StorageError {
  const message = "Another tab holds the model storage. Close other tabs of this page and try again.";
  return new StorageError("blocked", message, { retryable: true, cause });
}

/** The result of an IndexedDB request. */
export function requestResult<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("The request failed.", "UnknownError"));
  });
}

/** Resolves once a transaction is on disk, rejects with its error. */
export function transactionDone(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new DOMException("The write failed.", "UnknownError"));
    transaction.onabort = () => reject(transaction.error ?? new DOMException("The write was undone.", "UnknownError"));
  });
}
