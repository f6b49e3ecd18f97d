import { packerPool } from "../../core/quantize/packer-pool";
import type { AsyncRowPacker } from "../../core/quantize/row-packer";
import { connect, type Connection } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import { copyToBlockBuffer, giveBlockBuffer } from "./block-buffers";
import packWorkerUrl from "./pack-worker.ts?worker&url";
import type { PackProtocol } from "./protocol";
import { wholeBuffers } from "./whole-buffers";

/** More cores than this wait for the disk. */
const mostWorkers = 8;

export interface PackWorkers extends AsyncRowPacker {
  /** Ends the workers. Jobs under way are rejected with `reason`. */
  end(reason: Error): void;
}

/** A worker a core, each of which packs rows. */
export function startPackWorkers(): PackWorkers {
  const count = Math.min(navigator.hardwareConcurrency, mostWorkers);
  const connections = Array.from({ length: count }, () =>
    connect<PackProtocol>(() => startWorker(packWorkerUrl, "pack")),
  );
  const pool = packerPool(connections.map(packerIn));
  return {
    ...pool,
    end: (reason) => {
      for (const connection of connections) connection.terminate(reason);
    },
  };
}

/** Reads no block after it is handed in: its buffer goes to the worker, and from there to the next block. */
function packerIn(connection: Connection<PackProtocol>): AsyncRowPacker {
  return {
    concurrency: 1,
    pack: async (job) => {
      const { source, ...packed } = await connection.call("pack", job, { transfer: wholeBuffers(job.bytes) });
      if (packed.weight.buffer !== source.buffer) wholeBuffers(source).forEach(giveBlockBuffer);
      return packed;
    },
    // Rows that took the place of their block's bytes are a part of its buffer.
    release: ({ weight }) => {
      if (weight.buffer.byteLength > weight.byteLength) giveBlockBuffer(weight.buffer);
    },
    // Every block of a matrix is multiplied with the same vectors: each takes them in a buffer that comes back.
    multiply: async (job) => {
      const vectors = new Float32Array(copyToBlockBuffer(job.vectors));
      const transfer = wholeBuffers(job.bytes, vectors);
      return productsOf(await connection.call("multiply", { ...job, vectors }, { transfer }));
    },
    multiplyPacked: async (job) => {
      const vectors = new Float32Array(copyToBlockBuffer(job.vectors));
      const transfer = wholeBuffers(job.weight, job.scale, vectors);
      return productsOf(await connection.call("multiplyPacked", { ...job, vectors }, { transfer }));
    },
  };
}

function productsOf({ products, spent }: PackProtocol["multiply"]["result"]): Float32Array<ArrayBuffer> {
  spent.forEach(giveBlockBuffer);
  return products;
}
