import { connect, type Connection } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import type { EngineProtocol } from "./protocol";
import workerUrl from "./worker.ts?worker&url";

export type EngineClient = Connection<EngineProtocol>;

/** The worker that holds the model; one model at a time, in a realm of its own. */
export function createEngineClient(): EngineClient {
  return connect<EngineProtocol>(() => startWorker(workerUrl, "engine"));
}
