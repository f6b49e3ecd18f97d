import { startWorker } from "../../app/workers/rpc/start-worker";
import killedStoreWorkerUrl from "./killed-store-worker.ts?worker&url";

/** "convert store 12": the twelfth write of the worker that stores shards fails. */
const failing = /store \d+$/.exec(self.name)?.[0];
/** Starts, in place of the worker that stores shards, one in which a write fails. */
self.Worker = new Proxy(self.Worker, {
  construct: (PageWorker, [url, options]: ConstructorParameters<typeof Worker>) =>
    failing !== undefined && options?.name === "store"
      ? startWorker(killedStoreWorkerUrl, failing)
      : new PageWorker(url, options),
});
