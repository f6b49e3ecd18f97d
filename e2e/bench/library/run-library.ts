import { connect } from "../../../app/workers/rpc/connect";
import { startWorker } from "../../../app/workers/rpc/start-worker";
import type { LibraryProtocol, RunInput, RunResult } from "./protocol";
import workerUrl from "./library-worker.ts?worker&url";

/** Runs in the page, and a library in a worker of its own; the development server serves this file and all that it imports. */
export async function runLibrary(input: RunInput): Promise<RunResult> {
  const worker = connect<LibraryProtocol>(() => startWorker(workerUrl, "library"));
  try {
    return await worker.call("run", input);
  } finally {
    worker.terminate(new Error("All was measured."));
  }
}
