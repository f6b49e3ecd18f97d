import { blocked, requestResult, toStorageError, transactionDone } from "./request";

/**
 * The IndexedDB databases that web-llm 0.2.86 reads by itself. We write our files there under its own keys, so that nothing is
 * fetched; of a shard mostly no more than where its bytes are, see shard-files.ts. Each database has one object store `urls` with key
 * path `url`; a record is `{url, data}`. `webllm-store.browser.test.ts` holds this against the installed version.
 */
export type WebLlmDatabase = "webllm/model" | "webllm/config" | "webllm/wasm";

const storeName = "urls";

/** web-llm appends this to a model's address before it looks a file up. */
const filePrefix = "resolve/main/";

/** The address that stands for a model in web-llm's store. Nothing answers there; it is only a key. */
export function modelUrl(modelId: string): string {
  return new URL(`/models/${modelId}/`, globalThis.location.origin).href;
}

/** The address under which web-llm looks a model's file up. `modelUrl` ends in a slash. */
export function fileUrl(modelUrl: string, fileName: string): string {
  return `${modelUrl}${filePrefix}${fileName}`;
}

/** Writes one record and waits until it is on disk. */
export async function putRecord(database: WebLlmDatabase, url: string, data: ArrayBuffer | object): Promise<void> {
  await withStore(database, "readwrite", (store) => {
    store.put({ url, data });
  });
}

/** The addresses under a model's own, without reading any payload. */
export async function listUrls(database: WebLlmDatabase, modelUrl: string): Promise<string[]> {
  const keys = await withStore(database, "readonly", (store) => requestResult(store.getAllKeys(urlsUnder(modelUrl))));
  return keys.filter((key) => typeof key === "string");
}

/** One record's data, or undefined. */
export async function readRecord(database: WebLlmDatabase, url: string): Promise<unknown> {
  const record: unknown = await withStore(database, "readonly", (store) => requestResult<unknown>(store.get(url)));
  return typeof record === "object" && record !== null && "data" in record ? record.data : undefined;
}

/** Deletes every record of a model. */
export async function deleteModelRecords(modelUrl: string): Promise<void> {
  for (const database of ["webllm/model", "webllm/config"] as const) {
    await withStore(database, "readwrite", (store) => {
      store.delete(urlsUnder(modelUrl));
    });
  }
}

function urlsUnder(modelUrl: string): IDBKeyRange {
  return IDBKeyRange.bound(modelUrl, `${modelUrl}\uffff`);
}

async function withStore<T>(
  database: WebLlmDatabase,
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => T | Promise<T>,
): Promise<T> {
  try {
    const db = await openDatabase(database);
    try {
      // "strict": a commit record written later must never outlive a shard written earlier.
      const transaction = db.transaction(storeName, mode, { durability: mode === "readwrite" ? "strict" : "default" });
      const done = transactionDone(transaction);
      const [result] = await Promise.all([run(transaction.objectStore(storeName)), done]);
      return result;
    } finally {
      db.close();
    }
  } catch (error) {
    throw toStorageError(error);
  }
}

function openDatabase(name: WebLlmDatabase): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: "url" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("The database did not open.", "UnknownError"));
    request.onblocked = () => reject(blocked());
  });
}
