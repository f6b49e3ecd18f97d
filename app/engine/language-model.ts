/**
 * A model in memory, one token at a time: what every inference engine offers to `generate.ts`. Ids in, ids out; prompts,
 * tokenizers and text are not its business. One call at a time. It lives as
 * long as its worker: ending the worker is what frees the memory.
 */
export interface LanguageModel {
  /** Most tokens that prompt and answer may have together. */
  readonly contextTokens: number;
  /** Most ids that one call of `prefill` takes. */
  readonly prefillChunkTokens: number;
  /** Forgets everything that was read: the next prefill starts a new sequence. */
  reset(): Promise<void>;
  /** Reads ids after those read before and returns the id that the model would say next. */
  prefill(ids: readonly number[]): Promise<number>;
  /** Reads one id, as `prefill` does, on the path made for it. */
  decode(id: number): Promise<number>;
}
