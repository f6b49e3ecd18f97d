import type { ConversionProgress } from "../../app/core/conversion/run-conversion";
import { AppError } from "../../app/core/errors";
import type { QuantizationMode } from "../../app/core/quantize/quantization-mode";
import type { ConvertProtocol } from "../../app/workers/convert/protocol";
import { connect, type Connection } from "../../app/workers/rpc/connect";
import { startWorker } from "../../app/workers/rpc/start-worker";
import killedWorkerUrl from "./killed-worker.ts?worker&url";
import { positionOf } from "./position";

export interface AttemptRequest {
  mode: QuantizationMode;
  shardBytes: number;
  /** Which write to storage fails: of the converting worker or of the one that stores shards, counted from 1. */
  failingWrite?: { worker: "convert" | "store"; nth: number };
}

/** How an attempt ended: with the shards' sha-256, or the code of what went wrong. */
export type Outcome = { kind: "ready"; shards: string[] } | { kind: "failed"; code: string };

/** Progress of an attempt as far as the page saw it. */
export interface Seen {
  /** The first that was not of what had been stored before. */
  first?: ConversionProgress;
  last?: ConversionProgress;
}

interface Attempt {
  seen: Seen;
  outcome: Promise<Outcome>;
  connection: Connection<ConvertProtocol>;
  onProgress: () => void;
}

let current: Attempt | undefined;

/** Begins to convert chosen files, or goes on with it. These functions run in the page. */
export async function begin({ files }: HTMLInputElement, { failingWrite, ...request }: AttemptRequest): Promise<void> {
  await locksAreFree();
  const name = failingWrite === undefined ? "convert" : nameWith(failingWrite);
  const connection = connect<ConvertProtocol>(() => startWorker(killedWorkerUrl, name));
  const seen: Seen = {};
  const call = connection.call(
    "convert",
    { files: [...(files ?? [])], ...request },
    {
      onEvent: (progress) => {
        if (progress.phase !== "verifying") seen.first ??= progress;
        seen.last = progress;
        current?.onProgress();
      },
    },
  );
  const outcome = call.then<Outcome, Outcome>(
    ({ shards }) => ({ kind: "ready", shards: shards.map(({ sha256 }) => sha256) }),
    (error: unknown) => ({ kind: "failed", code: error instanceof AppError ? error.code : (error as Error).name }),
  );
  current = { seen, outcome, connection, onProgress: () => undefined };
}

/** Resolves with what was seen when the attempt has come to a position, or is over. */
export async function reach(position: number): Promise<Seen> {
  const attempt = underWay();
  const reached = new Promise<void>((resolve) => {
    attempt.onProgress = () => {
      if (attempt.seen.last !== undefined && positionOf(attempt.seen.last) >= position) resolve();
    };
    attempt.onProgress();
  });
  await Promise.race([reached, attempt.outcome]);
  return attempt.seen;
}

/** Ends the worker at once. */
export function terminate(): void {
  underWay().connection.terminate(new DOMException("Terminated.", "AbortError"));
}

/** How the attempt ended, and what was seen of it. The worker is gone then. */
export async function finish(): Promise<{ outcome: Outcome; seen: Seen }> {
  const { outcome, seen, connection } = underWay();
  const ended = await outcome;
  connection.terminate(new DOMException("Over.", "AbortError"));
  return { outcome: ended, seen };
}

/** See fail-nth-write.ts and start-killed-store.ts. */
function nameWith({ worker, nth }: NonNullable<AttemptRequest["failingWrite"]>): string {
  return worker === "convert" ? `convert ${nth}` : `convert store ${nth}`;
}

function underWay(): Attempt {
  if (current === undefined) throw new Error("No attempt was begun.");
  return current;
}

/** A worker's lock outlives it by a moment; until then another tab seems to convert the model. */
async function locksAreFree(): Promise<void> {
  while ((await navigator.locks.query()).held?.some(({ name }) => name?.startsWith("model:"))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
