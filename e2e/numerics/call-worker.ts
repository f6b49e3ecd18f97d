import { connect } from "../../app/workers/rpc/connect";
import { startWorker } from "../../app/workers/rpc/start-worker";
import workerUrl from "./numerics-worker.ts?worker&url";
import type { NumericsProtocol } from "./protocol";

/** Runs in the page: the development server serves this file and all that it imports. A worker a call: it can load one model. */
export async function callWorker<K extends keyof NumericsProtocol>(
  method: K,
  input: NumericsProtocol[K]["input"],
): Promise<NumericsProtocol[K]["result"]> {
  const worker = connect<NumericsProtocol>(() => startWorker(workerUrl, "numerics"));
  try {
    return await worker.call(method, input);
  } finally {
    worker.terminate(new Error("All was read."));
  }
}
