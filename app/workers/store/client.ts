import type { StoreShard } from "../../storage/shard-journal";
import { connect } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import type { StoreProtocol } from "./protocol";
import storeWorkerUrl from "./store-worker.ts?worker&url";

export interface StoreWorker {
  storeShard: StoreShard;
  /** Ends the worker. What is under way is rejected with `reason`. */
  end(reason: Error): void;
}

/** A worker that stores shards. */
export function startStoreWorker(): StoreWorker {
  const connection = connect<StoreProtocol>(() => startWorker(storeWorkerUrl, "store"));
  return {
    storeShard: async (modelId, file, bytes) =>
      await connection.call("store", { modelId, file, bytes }, { transfer: [bytes.buffer] }),
    end: (reason) => connection.terminate(reason),
  };
}
