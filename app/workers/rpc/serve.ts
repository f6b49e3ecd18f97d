import { toErrorData } from "../../core/errors";
import type { FromWorker, Protocol, ToWorker } from "./messages";

export interface CallContext<Event> {
  /** Aborted when the caller gave up. */
  signal: AbortSignal;
  /** Reports progress to the caller. */
  emit: (event: Event) => void;
  /** Buffers of the result that the caller gets as they are, and the worker loses. */
  transfer: Transferable[];
}

/** One function a method. Errors it throws reach the caller as data; see core/errors.ts. */
export type Handlers<P extends Protocol<P>> = {
  [K in keyof P]: (input: P[K]["input"], context: CallContext<P[K]["event"]>) => Promise<P[K]["result"]>;
};

/** The worker's own end of its channel, as `self` is in a dedicated worker. */
interface WorkerScope {
  postMessage: (message: FromWorker, options?: { transfer: Transferable[] }) => void;
  addEventListener: (type: "message", listener: (event: MessageEvent) => void) => void;
}

/** Answers calls with the handlers until the worker ends. Call once, at the top level of a `worker.ts`. */
export function serve<P extends Protocol<P>>(handlers: Handlers<P>): void {
  const scope: WorkerScope = self;
  const running = new Map<number, AbortController>();

  const answer = async <K extends keyof P>(id: number, method: K, input: P[K]["input"]): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const emit = (event: P[K]["event"]) => scope.postMessage({ kind: "event", id, event });
      const transfer: Transferable[] = [];
      const result = await handlers[method](input, { signal: controller.signal, emit, transfer });
      scope.postMessage({ kind: "result", id, result }, { transfer });
    } catch (error) {
      scope.postMessage({ kind: "error", id, error: toErrorData(error) });
    } finally {
      running.delete(id);
    }
  };

  scope.addEventListener("message", (event) => {
    const message = event.data as ToWorker<P>;
    if (message.kind === "abort") {
      running.get(message.id)?.abort(new DOMException("Stopped.", "AbortError"));
    } else {
      void answer(message.id, message.method, message.input);
    }
  });
}
