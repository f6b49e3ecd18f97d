/**
 * A model in memory, one token at a time: what every inference engine offers to `generate.ts`. Ids in, ids out; prompts,
 * tokenizers and text are not its business. One call at a time. It lives as long as its worker: ending the worker is what
 * frees the memory.
 */
export interface LanguageModel {
  /** Most tokens that prompt and answer may have together. */
  readonly contextTokens: number;
  readonly prefillChunk: PrefillChunk;
  /** All ids that were read since the last reset; undefined where a call failed and nobody knows. */
  readonly readIds: readonly number[] | undefined;
  /** Forgets everything that was read: the next prefill starts a new sequence. */
  reset(): Promise<void>;
  /** Reads ids after those read before and returns the id to say next: the likeliest, or else the one that is chosen. */
  prefill(ids: readonly number[], choice?: TokenChoice): Promise<number>;
  /** Reads one id, as `prefill` does, on the path made for it. */
  decode(id: number, choice?: TokenChoice): Promise<number>;
}

/** How the next id is chosen where it is not to be the likeliest, which engines find sooner. */
export interface TokenChoice {
  /** True where the logits count as they are; false where only their differences do, which the CPU engine has sooner. */
  needsLevel: boolean;
  /** Returns an id; `logits`, float32 [vocabulary], are left as they are. */
  choose: (logits: Float32Array) => number;
}

/** How many ids a call of `prefill` should take. */
export interface PrefillChunk {
  /** Most that a call takes. */
  maxTokens: number;
  /** First chunk: small, since the device's speed is not known yet. */
  firstTokens: number;
  /** Chunks are multiples of this: some kernels compute blocks of tokens. */
  multipleOf: number;
  /** Milliseconds that a chunk should take: how long stopping may take, and short enough for GPU watchdogs (10 s). */
  targetMs: number;
}
