import { AppError, isAbort } from "../../core/errors";
import { sizeOf } from "../../core/models/model-record";
import { sha256 } from "../../core/sha256";
import { changed, type StoredBundle } from "./stored-bundle";

interface Options {
  signal: AbortSignal;
  onProgress: (bytesDone: number, bytesTotal: number) => void;
}

/**
 * Saves a bundle's files in a folder of its name. A file that is there whole is left as it is, so that saving can go on where it
 * was cut off; the manifest comes last, so that what is not complete is not taken for a model.
 * Throws StorageError "lost", AppError "not-saved", or the signal's reason.
 */
export async function saveToDirectory(
  { name, files: [manifest, ...others] }: StoredBundle,
  parent: FileSystemDirectoryHandle,
  { signal, onProgress }: Options,
): Promise<void> {
  if (manifest === undefined) return;
  const files = [...others, manifest];
  const bytesTotal = sizeOf(files);
  let bytesDone = 0;
  onProgress(bytesDone, bytesTotal);
  try {
    const directory = await parent.getDirectoryHandle(name, { create: true });
    for (const file of files) {
      signal.throwIfAborted();
      await saveFile(directory, file);
      bytesDone += file.sizeBytes;
      onProgress(bytesDone, bytesTotal);
    }
  } catch (error) {
    throw toSaveError(error);
  }
}

async function saveFile(
  directory: FileSystemDirectoryHandle,
  { name, sizeBytes, sha256: expected, content }: StoredBundle["files"][number],
): Promise<void> {
  const handle = await directory.getFileHandle(name, { create: true });
  const existing = await handle.getFile();
  if (existing.size === sizeBytes && (await sha256(await bytesOf(existing))) === expected) return;
  const bytes = await bytesOf(content);
  if ((await sha256(bytes)) !== expected) throw changed(name);
  // The browser writes to a file beside it, which takes its place once it is whole.
  const writable = await handle.createWritable();
  await writable.write(bytes);
  await writable.close();
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** What the browser says of a folder that cannot be written, as the one AppError that says what to do. */
function toSaveError(error: unknown): unknown {
  if (!(error instanceof DOMException) || isAbort(error)) return error;
  const problem =
    error.name === "QuotaExceededError"
      ? "There is no more room in the chosen folder. Make room there"
      : "The chosen folder cannot be written: it may be gone or protected. Choose another";
  return new AppError("not-saved", `${problem}, and save the model again: what is there already is kept.`, {
    retryable: true,
    cause: error,
  });
}
