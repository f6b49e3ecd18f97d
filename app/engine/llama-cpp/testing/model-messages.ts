import type { ConvertedModel } from "../../../core/gguf/testing/converted-model";
import type { GenerateEvent, GenerateRequest, Generation } from "../../generate";

/** What the tests' model worker is told. */
export type ToModelWorker =
  | { kind: "load"; model: ConvertedModel; threads: number }
  | { kind: "generate"; request: GenerateRequest }
  | { kind: "stop" };

/** What it says. The file lies in memory that it shares with the page. */
export type FromModelWorker =
  | { kind: "loaded"; gguf: Uint8Array }
  | { kind: "event"; event: GenerateEvent }
  | { kind: "generated"; generation: Generation }
  | { kind: "failed"; message: string };
