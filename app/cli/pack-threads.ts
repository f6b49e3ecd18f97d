import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { packerPool } from "../core/quantize/packer-pool";
import type { AsyncRowPacker, PackedRows } from "../core/quantize/row-packer";
import type { PackRequest } from "./serve-packing";

/** More cores than this wait for the disk. */
const mostThreads = 8;

export interface PackThreads extends AsyncRowPacker {
  end(): Promise<void>;
}

/** A thread a core, each of which packs rows. */
export function startPackThreads(): PackThreads {
  const count = Math.min(availableParallelism(), mostThreads);
  const threads = Array.from({ length: count }, () => new Worker(new URL("./pack-worker.mjs", import.meta.url)));
  return {
    ...packerPool(threads.map(packerIn)),
    end: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function packerIn(thread: Worker): AsyncRowPacker {
  return {
    concurrency: 1,
    pack: (job) => ask<PackedRows>(thread, { method: "pack", job }),
    multiply: (job) => ask<Float32Array<ArrayBuffer>>(thread, { method: "multiply", job }),
    multiplyPacked: (job) => ask<Float32Array<ArrayBuffer>>(thread, { method: "multiplyPacked", job }),
  };
}

/** The answer to a thread's one request. */
async function ask<Answer>(thread: Worker, request: PackRequest): Promise<Answer> {
  return await new Promise<Answer>((resolve, reject) => {
    const settle = (finish: () => void) => {
      thread.off("message", onMessage).off("error", onError).off("exit", onExit);
      finish();
    };
    const onMessage = (answer: Answer) => settle(() => resolve(answer));
    const onError = (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error))));
    const onExit = () => settle(() => reject(new DOMException("Stopped.", "AbortError")));
    thread.on("message", onMessage).on("error", onError).on("exit", onExit);
    thread.postMessage(request);
  });
}
