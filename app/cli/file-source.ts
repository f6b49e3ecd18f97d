import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { NamedFile } from "../core/byte-source";
import { AppError, CheckpointError } from "../core/errors";

/** Files that are read in place. Each is opened when it is first read, and all are closed at the end. */
export interface OpenFiles {
  files: NamedFile[];
  /** The folder's name, where they are a folder's. */
  folder: string | undefined;
  close: () => Promise<void>;
}

/** The file at a path, or the files of the folder there, without those of folders within. Throws AppError "missing-file". */
export async function openFiles(path: string): Promise<OpenFiles> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError("missing-file", `${path}: there is no such file or folder.`, { cause });
  });
  const paths = found.isDirectory() ? await filesIn(path) : [path];
  const opened = await Promise.all(paths.map(openFile));
  return {
    files: opened.map(({ file }) => file),
    folder: found.isDirectory() ? basename(resolve(path)) : undefined,
    close: async () => {
      await Promise.all(opened.map(({ close }) => close()));
    },
  };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, cause);
  });
  const names = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  return names.sort().map((name) => join(folder, name));
}

async function openFile(path: string): Promise<{ file: NamedFile; close: () => Promise<void> }> {
  const { size: byteLength } = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  let handle: Promise<FileHandle> | undefined;
  const slice = async (start: number, end: number): Promise<Uint8Array> => {
    handle ??= open(path).catch((cause: unknown) => {
      throw unreadable(path, cause);
    });
    return await readExactly(await handle, start, end - start);
  };
  return {
    file: { name: basename(path), bytes: { byteLength, slice } },
    close: async () => {
      const opened = await handle?.catch(() => undefined);
      await opened?.close();
    },
  };
}

/** Links may lead nowhere, and files and folders be another user's. */
function unreadable(path: string, cause: unknown): CheckpointError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  return new CheckpointError(
    "missing-file",
    {
      file: basename(path),
      problem: code === "ENOENT" ? "it is not there, or is a link to what is not" : `it cannot be opened (${code})`,
      advice: "Make it readable, or take it out of the folder if it is not the model's.",
    },
    { cause },
  );
}

/** So many bytes from `position` on; fewer where the file ends before. */
export async function readExactly(
  handle: FileHandle,
  position: number,
  byteLength: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(byteLength);
  let filled = 0;
  while (filled < byteLength) {
    const { bytesRead } = await handle.read(bytes, filled, byteLength - filled, position + filled);
    if (bytesRead === 0) return bytes.slice(0, filled);
    filled += bytesRead;
  }
  return bytes;
}
