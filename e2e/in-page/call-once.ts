import { connect } from "../../app/workers/rpc/connect";
import type { Protocol } from "../../app/workers/rpc/messages";
import { startWorker } from "../../app/workers/rpc/start-worker";

/** Runs in the page: the development server serves this file and all that it imports. A worker a call: it can load one model. */
export async function callOnce<P extends Protocol<P>, K extends keyof P>(
  workerUrl: string,
  method: K,
  input: P[K]["input"],
): Promise<P[K]["result"]> {
  const worker = connect<P>(() => startWorker(workerUrl, "engine"));
  try {
    return await worker.call(method, input);
  } finally {
    worker.terminate(new Error("The call is over."));
  }
}
