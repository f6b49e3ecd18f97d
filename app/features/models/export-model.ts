import { tarParts } from "../../core/bundle/tar/write-tar";
import { isAbort, toErrorData } from "../../core/errors";
import { setExport } from "./export-store";
import { saveToDirectory } from "./save-to-directory";
import { openStoredBundle } from "./stored-bundle";

type DirectoryPicker = (options: { id: string; mode: "readwrite" }) => Promise<FileSystemDirectoryHandle>;

const { showDirectoryPicker } = globalThis as { showDirectoryPicker?: DirectoryPicker };

/** Whether this browser lets a page write into a folder. */
export const canSaveToFolder = showDirectoryPicker !== undefined;

/** The address of the file that was saved last: a download may read from it as long as the page is open. */
let savedUrl: string | undefined;
let controller = new AbortController();

/** Downloads a stored model as one file. It is put together of the stored shards as it is written, so it takes no memory. */
export async function saveAsOneFile(modelId: string): Promise<void> {
  await reportingErrors(modelId, async () => {
    const { name, convertedAt, files } = await openStoredBundle(modelId);
    const entries = files.map((file) => ({ ...file, name: `${name}/${file.name}` }));
    const archive = new Blob(tarParts(entries, convertedAt), { type: "application/x-tar" });
    if (savedUrl !== undefined) URL.revokeObjectURL(savedUrl);
    savedUrl = URL.createObjectURL(archive);
    const link = document.createElement("a");
    link.href = savedUrl;
    link.download = `${name}.tar`;
    link.click();
  });
}

/** Lets the user choose a folder, and saves a stored model in a folder of its own in there. */
export async function saveToFolder(modelId: string): Promise<void> {
  controller = new AbortController();
  const { signal } = controller;
  await reportingErrors(modelId, async () => {
    const directory = await showDirectoryPicker?.({ id: "asclepius-models", mode: "readwrite" });
    if (directory === undefined) return;
    const bundle = await openStoredBundle(modelId);
    const startMs = performance.now();
    await saveToDirectory(bundle, directory, {
      signal,
      onProgress: (bytesDone, bytesTotal) =>
        setExport({ kind: "saving", modelId, bytesDone, bytesTotal, elapsedMs: performance.now() - startMs }),
    });
    setExport({ kind: "saved", modelId, folder: `${directory.name}/${bundle.name}` });
  });
}

/** Stops saving. Files that are there stay, and saving to the same folder goes on from them. */
export function cancelExport(): void {
  controller.abort(new DOMException("Stopped.", "AbortError"));
}

export function closeExport(): void {
  setExport({ kind: "idle" });
}

/** Failures are shown; what was stopped, or a folder that was not chosen after all, is none. */
async function reportingErrors(modelId: string, run: () => Promise<void>): Promise<void> {
  closeExport();
  try {
    await run();
  } catch (error) {
    if (isAbort(error)) closeExport();
    else setExport({ kind: "failed", modelId, error: toErrorData(error) });
  }
}
