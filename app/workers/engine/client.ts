import type { EngineKind } from "../../core/models/engine";
import { connect, type Connection } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import cpuWorkerUrl from "./cpu-worker.ts?worker&url";
import gpuWorkerUrl from "./gpu-worker.ts?worker&url";
import type { EngineProtocol } from "./protocol";

export type EngineClient = Connection<EngineProtocol>;

const workerUrls: Record<EngineKind, string> = { gpu: gpuWorkerUrl, cpu: cpuWorkerUrl };

/** A worker that holds a model; one model at a time, in a realm of its own. It is fetched when it is first used. */
export function createEngineClient(kind: EngineKind): EngineClient {
  return connect<EngineProtocol>(() => startWorker(workerUrls[kind], "engine"));
}
