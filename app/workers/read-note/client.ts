import { damaged, requireFileSize, tooSlow, wholeFile } from "../../core/note-files/note-problems";
import type { ReadNote } from "../../core/note-files/read-note";
import { connect } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import type { ReadNoteProtocol } from "./protocol";
import workerUrl from "./read-note-worker.ts?worker&url";

/** The largest charts take seconds; a file made to exhaust its reader may take for ever. */
const TIMEOUT_MS = 120_000;

/**
 * The notes in a file, at least one, read in a worker that ends with it: no text stays behind, and a file that cannot be read in
 * time is given up. Throws NoteError, or EngineError "crashed" where memory does not suffice.
 */
export async function readNoteFile(file: File, { timeoutMs = TIMEOUT_MS } = {}): Promise<ReadNote[]> {
  const at = wholeFile(file.name);
  requireFileSize(at, file.size);
  const bytes = await readBytes(file);
  const worker = connect<ReadNoteProtocol>(() => startWorker(workerUrl, "read-note"));
  const giveUp = setTimeout(() => worker.terminate(tooSlow(at, timeoutMs / 1000)), timeoutMs);
  try {
    return await worker.call("read", { name: file.name, bytes }, { transfer: [bytes.buffer] });
  } finally {
    clearTimeout(giveUp);
    worker.terminate(new DOMException("Done.", "AbortError"));
  }
}

async function readBytes(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw damaged(wholeFile(file.name), "the browser cannot read it: it was moved, changed or locked", cause);
  }
}
