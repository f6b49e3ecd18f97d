import { connect, type Connection } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import type { ConvertProtocol } from "./protocol";
import workerUrl from "./worker.ts?worker&url";

export type ConvertClient = Connection<ConvertProtocol>;

/** The worker that compiles checkpoints into shards. */
export function createConvertClient(): ConvertClient {
  return connect<ConvertProtocol>(() => startWorker(workerUrl, "convert"));
}
