import type { Library } from "../../../app/core/models/library";

/** Ids that a library reads in chunks of `chunkTokens`, and how many it then says, greedily. */
export interface Sequence {
  prompt: number[];
  chunkTokens: number;
  newTokens: number;
}

interface RunInput {
  modelId: string;
  library: Library;
  contextTokens: number;
  sequences: Sequence[];
  /** True to time each kernel as well, which takes time of its own. */
  timeKernels: boolean;
}

/** GPU time of the dispatches of one kernel. */
export interface KernelTime {
  kernel: string;
  dispatches: number;
  totalMs: number;
}

/** What a step took: reading a prompt, or saying the tokens after it. */
export interface Step {
  /** One entry a chunk or a token. */
  seconds: number[];
  /** Empty where kernels were not timed. */
  kernels: KernelTime[];
}

export interface SequenceResult {
  /** What the library says after the prompt, and after each of those ids but the last. */
  ids: number[];
  prefill: Step;
  decode: Step;
}

export interface RunResult {
  /** Bytes read plus bytes written a second, as {@link measureCopyBandwidth} found. */
  copyBytesPerSecond: number;
  sequences: SequenceResult[];
}

export interface LibraryProtocol {
  run: { input: RunInput; result: RunResult; event: never };
}
