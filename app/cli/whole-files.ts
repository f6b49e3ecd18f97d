import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { AppError } from "../core/errors";

/** The name of a file that is being written. */
export function partialName(path: string): string {
  return `${path}.part`;
}

/**
 * Writes a file that is there whole or not at all: under another name first, which it loses once it is on disk. Throws AppError
 * "no-space" or "not-written", or what `write` throws; then nothing of it is left.
 */
export async function writeWhole(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const partial = partialName(path);
  try {
    const handle = await open(partial, "w");
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, path);
  } catch (error) {
    // What cannot be removed either matters less than what went wrong first.
    await rm(partial, { force: true }).catch(() => undefined);
    throw toOutputError(path, error);
  }
}

/** What the system says of a file that cannot be written, as the one AppError that says what to do. Others come back unchanged. */
export function toOutputError(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error && "syscall" in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  if (code === "ENOSPC" || code === "EDQUOT") {
    const advice = "Make room and run the same command again: it goes on from here.";
    return new AppError("no-space", `${path}: the disk has no more room. ${advice}`, { cause: error });
  }
  return new AppError("not-written", `${path}: it cannot be written (${code}). Choose another folder.`, {
    cause: error,
  });
}
