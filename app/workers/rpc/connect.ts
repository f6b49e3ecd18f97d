import { EngineError, fromErrorData } from "../../core/errors";
import type { FromWorker, Protocol, ToWorker } from "./messages";

interface CallOptions<Event> {
  signal?: AbortSignal;
  /** Buffers of the input that the worker gets as they are, and the caller loses. */
  transfer?: readonly Transferable[];
  onEvent?: (event: Event) => void;
}

/** The caller's end of a worker. The worker starts with the first call, and again after it crashed or was ended. */
export interface Connection<P extends Protocol<P>> {
  call<K extends keyof P>(
    method: K,
    input: P[K]["input"],
    options?: CallOptions<P[K]["event"]>,
  ): Promise<P[K]["result"]>;
  /** Ends the worker at once. Calls under way are rejected with `reason`. */
  terminate(reason: Error): void;
}

interface PendingCall {
  onEvent: ((event: unknown) => void) | undefined;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** Connects to the worker that `start` creates. */
export function connect<P extends Protocol<P>>(start: () => Worker): Connection<P> {
  const pending = new Map<number, PendingCall>();
  let worker: Worker | undefined;
  let lastId = 0;

  const terminate = (reason: Error) => {
    worker?.terminate();
    worker = undefined;
    for (const call of pending.values()) call.reject(reason);
    pending.clear();
  };

  const receive = (event: MessageEvent<FromWorker>) => {
    const message = event.data;
    const call = pending.get(message.id);
    if (call === undefined) return;
    if (message.kind === "event") {
      call.onEvent?.(message.event);
      return;
    }
    pending.delete(message.id);
    if (message.kind === "result") call.resolve(message.result);
    else call.reject(fromErrorData(message.error));
  };

  const running = (): Worker => {
    if (worker !== undefined) return worker;
    const started = start();
    started.addEventListener("message", receive);
    started.addEventListener("error", (event) => {
      event.preventDefault();
      terminate(
        new EngineError("crashed", "The background worker stopped unexpectedly. Try again.", { retryable: true }),
      );
    });
    worker = started;
    return started;
  };

  return {
    call: (method, input, { signal, onEvent, transfer = [] } = {}) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const target = running();
        const id = ++lastId;
        const abort = () => target.postMessage({ kind: "abort", id } satisfies ToWorker<P>);
        const settle =
          <A>(finish: (value: A) => void) =>
          (value: A) => {
            signal?.removeEventListener("abort", abort);
            finish(value);
          };
        pending.set(id, {
          onEvent: onEvent,
          resolve: settle(resolve),
          reject: settle(reject),
        });
        signal?.addEventListener("abort", abort);
        target.postMessage({ kind: "call", id, method, input }, [...transfer]);
      }),
    terminate,
  };
}
