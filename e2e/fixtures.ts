import { join } from "node:path";
import { test as base, chromium, expect, type Page, type Worker } from "@playwright/test";
import type { EngineKind } from "../app/core/models/engine";
import { executablePath, launchArgs } from "./chromium";
import { AppPage } from "./page-models/app-page";
import { netLogs } from "./paths";
import { rememberPreference } from "./remember-preference";
import { watchContext, type Watched } from "./watch-context";

export { expect };

export interface EngineOptions {
  /** Where the models of this project run. */
  engine: EngineKind;
  /** What the user chose on an earlier visit; undefined for a user who chose nothing. */
  preference: EngineKind | undefined;
}

interface Options extends EngineOptions {
  /** Set by specs that provoke the policy on purpose: they look at `watched` themselves. */
  provokesPolicy: boolean;
}

interface Fixtures {
  app: AppPage;
  watched: Watched;
  closed: undefined;
  /** Starts a browser of other flags, with a profile on disk as users have, and gives a page in it, with the same preference. */
  launchWith: (flags: string[]) => Promise<AppPage>;
}

/** Every spec runs on the app's page model, and fails on a violated policy or a request to another origin. */
export const test = base.extend<Options & Fixtures>({
  engine: ["cpu", { option: true }],
  preference: [undefined, { option: true }],
  provokesPolicy: [false, { option: true }],
  context: async ({ context, baseURL, preference }, use) => {
    await rememberPreference(context, baseURL ?? "", preference);
    await use(context);
  },
  app: async ({ page }, use) => {
    await use(new AppPage(page));
  },
  watched: [
    async ({ context, baseURL }, use) => {
      await use(await watchContext(context, baseURL ?? ""));
    },
    { auto: true },
  ],
  closed: [
    async ({ watched, provokesPolicy }, use) => {
      await use(undefined);
      if (!provokesPolicy) expectNothing(watched);
    },
    { auto: true },
  ],
  launchWith: async ({ baseURL, preference }, use, { testId }) => {
    const launched: (() => Promise<void>)[] = [];
    await use(async (flags) => {
      const netLog = join(netLogs, `${testId}-${launched.length}.json`);
      const context = await chromium.launchPersistentContext("", {
        executablePath,
        args: launchArgs(netLog, flags),
        ...(baseURL === undefined ? {} : { baseURL }),
      });
      await rememberPreference(context, baseURL ?? "", preference);
      const watched = await watchContext(context, baseURL ?? "");
      launched.push(async () => {
        await context.close();
        expectNothing(watched);
      });
      return new AppPage(await context.newPage());
    });
    for (const close of launched) await close();
  },
});

function expectNothing({ violations, foreign }: Watched): void {
  expect(violations, "violations of the content security policy").toEqual([]);
  expect(foreign, "requests to another origin").toEqual([]);
}

interface StoredKeys {
  /** Ids of ready models. */
  ready: string[];
  /** Ids of conversions that were begun and not finished. */
  begun: string[];
  /** Shards in the journals of those: a shard is stored a moment before it is entered. */
  entered: string[];
  /** Keys of shards, tokenizers and configurations. */
  files: string[];
  /** Files of shards, under the models' ids. */
  shardFiles: string[];
}

export const nothingStored: StoredKeys = { ready: [], begun: [], entered: [], files: [], shardFiles: [] };

/** Limits what the page's origin may store. Returns the way to lift the limit. */
export async function limitQuota(page: Page, quotaSize: number): Promise<() => Promise<void>> {
  // The limit holds as long as the session that set it.
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize });
  return () => session.detach();
}

/** What is in the browser's storage under the page's origin. */
export async function storedKeys(page: Page): Promise<StoredKeys> {
  return await page.evaluate(async () => {
    const read = async <T>(
      database: string,
      store: string,
      request: (objects: IDBObjectStore) => IDBRequest<T[]>,
    ): Promise<T[]> => {
      const names = (await indexedDB.databases()).map(({ name }) => name);
      if (!names.includes(database)) return [];
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(`${database} did not open`));
      });
      const found = await new Promise<T[]>((resolve, reject) => {
        const reading = request(db.transaction(store).objectStore(store));
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => reject(new Error(`${database} could not be read`));
      });
      db.close();
      return found;
    };
    const keysOf = async (database: string, store: string): Promise<string[]> =>
      (await read(database, store, (objects) => objects.getAllKeys())).map(String);
    const namesIn = async (folder: FileSystemDirectoryHandle): Promise<string[]> => {
      const names: string[] = [];
      for await (const [name, entry] of entriesOf(folder)) {
        const inner = entry.kind === "file" ? [] : await namesIn(entry as FileSystemDirectoryHandle);
        names.push(...(entry.kind === "file" ? [name] : inner.map((path) => `${name}/${path}`)));
      }
      return names.sort();
    };
    const entriesOf = (folder: FileSystemDirectoryHandle) =>
      (folder as unknown as { entries: () => AsyncIterable<[string, FileSystemHandle]> }).entries();
    const journals = await read(
      "asclepius",
      "conversions",
      (objects) => objects.getAll() as IDBRequest<{ id: string; shards: { file: string }[] }[]>,
    );
    return {
      ready: await keysOf("asclepius", "models"),
      begun: journals.map(({ id }) => id),
      entered: journals.flatMap(({ shards }) => shards.map(({ file }) => file)),
      files: [...(await keysOf("webllm/model", "urls")), ...(await keysOf("webllm/config", "urls"))],
      shardFiles: await namesIn(await navigator.storage.getDirectory()),
    };
  });
}

/** Loses one stored file, as browsers do when a disk fails: the record that makes the model ready stays. */
export async function deleteStoredFile(page: Page, url: RegExp): Promise<void> {
  const key = (await storedKeys(page)).files.find((file) => url.test(file));
  if (key === undefined) throw new Error(`No stored file matches ${url.source}.`);
  await page.evaluate(async (lost) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("webllm/model");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error("webllm/model did not open"));
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction("urls", "readwrite");
      transaction.objectStore("urls").delete(lost);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error("the file could not be deleted"));
    });
    db.close();
  }, key);
}

/** Loses the bytes of one stored shard: the record that names its file stays. */
export async function deleteShardFile(page: Page, path: RegExp): Promise<void> {
  const found = (await storedKeys(page)).shardFiles.find((file) => path.test(file));
  if (found === undefined) throw new Error(`No shard's file matches ${path.source}.`);
  await page.evaluate(async (lost) => {
    const [name = "", ...folders] = lost.split("/").reverse();
    let folder = await navigator.storage.getDirectory();
    for (const inner of folders.reverse()) folder = await folder.getDirectoryHandle(inner);
    await folder.removeEntry(name);
  }, found);
}

/**
 * The worker that holds the model. Others come and go: a conversion's, and on the CPU one a thread, which the engine takes along
 * when it ends.
 */
export function engineWorker(page: Page): Worker {
  return workerOf(page, /\/(gpu|cpu)-worker\b/);
}

/** Ends a worker as a fault in it does. */
export async function crash(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error("a fault in the worker");
    });
  });
}

/** The worker that reads notes and turns them into ids. */
export function tokenizerWorker(page: Page): Worker {
  return workerOf(page, /\/tokenizer-worker\b/);
}

function workerOf(page: Page, file: RegExp): Worker {
  const found = page.workers().find((worker) => file.test(worker.url()));
  if (found === undefined) throw new Error(`No worker runs ${file.source}.`);
  return found;
}
