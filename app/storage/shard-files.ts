/**
 * Shards as files of the browser's private file system (OPFS), which no user sees: a worker writes its memory into one at once, where
 * IndexedDB takes a Blob, whose bytes go through the browser's process and are copied three times on the way.
 */

/** What web-llm's store holds in place of a shard's bytes where they are a file. */
export interface ShardFile {
  /** The model's id, which names the folder. */
  shardsOf: string;
  file: string;
}

/** A file that is open in a worker; TypeScript keeps it apart from what pages have. */
interface SyncAccessHandle {
  truncate(byteLength: number): void;
  /** Returns the bytes that it wrote. */
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  flush(): void;
  close(): void;
}

declare global {
  interface FileSystemFileHandle {
    createSyncAccessHandle(): Promise<SyncAccessHandle>;
  }
}

const folderName = "shards";

/** A worker that was ended holds its file for a moment longer: how often, and how long in milliseconds, that is waited for. */
const mostTries = 40;
const waitMs = 50;

export function isShardFile(data: unknown): data is ShardFile {
  return typeof data === "object" && data !== null && "shardsOf" in data && "file" in data;
}

/**
 * Writes a shard, in a worker, and returns once it is on disk; undefined where the browser has no private file system, as in private
 * windows of Firefox. Throws the browser's own error.
 */
export async function writeShardFile(
  modelId: string,
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ShardFile | undefined> {
  const root = await privateFileSystem();
  if (root === undefined || !("createSyncAccessHandle" in FileSystemFileHandle.prototype)) return undefined;
  const model = await modelFolder(root, modelId, { create: true });
  const handle = await model.getFileHandle(file, { create: true });
  const access = await whenFree(() => handle.createSyncAccessHandle());
  try {
    // A longer one may be there from before.
    access.truncate(bytes.byteLength);
    const written = access.write(bytes, { at: 0 });
    if (written < bytes.byteLength) throw new DOMException("The disk is full.", "QuotaExceededError");
    access.flush();
  } finally {
    access.close();
  }
  return { shardsOf: modelId, file };
}

/** A shard's file. Throws the browser's own error, "NotFoundError" where it is gone. */
export async function openShardFile({ shardsOf, file }: ShardFile): Promise<File> {
  const model = await modelFolder(await navigator.storage.getDirectory(), shardsOf);
  return await (await model.getFileHandle(file)).getFile();
}

/** Deletes all files of a model's shards. Throws the browser's own error. */
export async function deleteShardFiles(modelId: string): Promise<void> {
  try {
    const folder = await (await privateFileSystem())?.getDirectoryHandle(folderName);
    await whenFree(async () => folder?.removeEntry(modelId, { recursive: true }));
  } catch (error) {
    if (!isNamed(error, "NotFoundError")) throw error;
  }
}

async function privateFileSystem(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return undefined;
  }
}

async function modelFolder(
  root: FileSystemDirectoryHandle,
  modelId: string,
  options?: FileSystemGetDirectoryOptions,
): Promise<FileSystemDirectoryHandle> {
  const folder = await root.getDirectoryHandle(folderName, options);
  return await folder.getDirectoryHandle(modelId, options);
}

async function whenFree<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!isNamed(error, "NoModificationAllowedError") || tries === mostTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
