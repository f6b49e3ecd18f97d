import { connect } from "../../../app/workers/rpc/connect";
import { startWorker } from "../../../app/workers/rpc/start-worker";
import workerUrl from "./full-size-worker.ts?worker&url";
import type { FullSizeProtocol } from "./protocol";

/** Runs in the page: the development server serves this file and all that it imports. A worker a call. */
export async function callWorker<K extends keyof FullSizeProtocol>(
  method: K,
  input: FullSizeProtocol[K]["input"],
): Promise<FullSizeProtocol[K]["result"]> {
  const worker = connect<FullSizeProtocol>(() => startWorker(workerUrl, "full-size"));
  try {
    return await worker.call(method, input);
  } finally {
    worker.terminate(new Error("All was read."));
  }
}
