import type { ErrorData } from "../../core/errors";

/** A method of a worker: what goes in, what comes back, and what it reports on the way. */
interface Method {
  input: unknown;
  result: unknown;
  event: unknown;
}

/** What a worker offers: method names and their types, shared by both sides as `protocol.ts`. */
export type Protocol<P> = { [K in keyof P]: Method };

export type ToWorker<P extends Protocol<P>> =
  | { [K in keyof P]: { kind: "call"; id: number; method: K; input: P[K]["input"] } }[keyof P]
  | { kind: "abort"; id: number };

export type FromWorker =
  | { kind: "event"; id: number; event: unknown }
  | { kind: "result"; id: number; result: unknown }
  | { kind: "error"; id: number; error: ErrorData };
