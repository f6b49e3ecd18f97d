import { EngineError } from "../core/errors";
import { sampleToken } from "../core/sampling/sample-token";
import { isGreedy, type Sampling } from "../core/sampling/sampling";
import type { LanguageModel, PrefillChunk, TokenChoice } from "./language-model";

export interface GenerateRequest {
  /** May end with the beginning of an answer: what comes is its continuation, as it would have come without a break. */
  promptIds: readonly number[];
  /** Ids that end the answer; they are not part of it. */
  stopIds: readonly number[];
  maxNewTokens: number;
  /** Without it, the likeliest token is taken each time. */
  sampling?: Sampling;
}

export type GenerateEvent =
  { kind: "prefill"; tokensDone: number; tokensTotal: number } | { kind: "token"; id: number; tokensDone: number };

interface GenerationStats {
  promptTokens: number;
  /** Of the prompt's tokens, the first so many were still in memory and did not have to be read. */
  reusedTokens: number;
  answerTokens: number;
  prefillMs: number;
  /** Time of the tokens after the first, which prefill brings. */
  decodeMs: number;
}

export interface Generation extends GenerationStats {
  ids: number[];
  /** Why it ended: a stop token, the request's length limit, the end of the model's context, or the caller's signal. */
  finish: "stop" | "length" | "context" | "cancelled";
}

interface GenerateOptions {
  signal: AbortSignal;
  onEvent: (event: GenerateEvent) => void;
  /** Milliseconds. */
  now: () => number;
}

/**
 * Reads the prompt and says tokens until a stop token, the limit or the signal. A cancelled generation keeps what it said. What
 * the model read before is kept where the prompt begins with it, and forgotten otherwise.
 *
 * @throws EngineError "prompt-too-long", and whatever the model throws.
 */
export async function generate(
  model: LanguageModel,
  request: GenerateRequest,
  { signal, onEvent, now }: GenerateOptions,
): Promise<Generation> {
  const { promptIds, stopIds, sampling } = request;
  const maxNewTokens = Math.min(request.maxNewTokens, model.contextTokens - promptIds.length);
  if (maxNewTokens < 1) {
    throw new EngineError(
      "prompt-too-long",
      `Note and question are ${promptIds.length} tokens long, and this model reads at most ${model.contextTokens - 1}. ` +
        "Shorten the note: nothing was cut.",
    );
  }
  const start = now();
  const ids: number[] = [];
  const choice = sampling === undefined ? undefined : tokenChoice(sampling, () => [...promptIds, ...ids]);
  const reusedTokens = tokensToReuse(model, promptIds);
  const result = (finish: Generation["finish"], prefillEnd: number): Generation => ({
    ids,
    finish,
    promptTokens: promptIds.length,
    reusedTokens,
    answerTokens: ids.length,
    prefillMs: prefillEnd - start,
    decodeMs: now() - prefillEnd,
  });

  if (reusedTokens === 0) await model.reset();
  let next = await prefillInChunks(model, { promptIds, reusedTokens, choice }, { signal, now, onEvent });
  const prefillEnd = now();
  if (next === undefined) return result("cancelled", prefillEnd);
  for (;;) {
    if (stopIds.includes(next)) return result("stop", prefillEnd);
    ids.push(next);
    onEvent({ kind: "token", id: next, tokensDone: ids.length });
    if (signal.aborted) return result("cancelled", prefillEnd);
    if (ids.length >= maxNewTokens) {
      const isFull = promptIds.length + ids.length >= model.contextTokens;
      return result(isFull ? "context" : "length", prefillEnd);
    }
    next = await model.decode(next, choice);
  }
}

/** Undefined where the likeliest is what is asked for: the engine's own way. */
function tokenChoice(sampling: Sampling, idsSoFar: () => number[]): TokenChoice | undefined {
  if (isGreedy(sampling)) return undefined;
  // A penalty divides logits; all else depends on their differences.
  const needsLevel = sampling.repetitionPenalty !== 1;
  return { needsLevel, choose: (logits) => sampleToken(logits, sampling, idsSoFar()) };
}

/** How many of the prompt's first ids need not be read again: all that the model has read, if something is left to read. */
function tokensToReuse({ readIds = [] }: LanguageModel, promptIds: readonly number[]): number {
  const isBeginning = readIds.length < promptIds.length && readIds.every((id, index) => id === promptIds[index]);
  return isBeginning ? readIds.length : 0;
}

interface Prefill {
  promptIds: readonly number[];
  reusedTokens: number;
  choice: TokenChoice | undefined;
}

/** The id after the prompt, or undefined when the signal came first. */
async function prefillInChunks(
  model: LanguageModel,
  { promptIds, reusedTokens, choice }: Prefill,
  { signal, now, onEvent }: GenerateOptions,
): Promise<number | undefined> {
  const tokensTotal = promptIds.length;
  let tokensDone = reusedTokens;
  let chunkTokens = Math.min(model.prefillChunk.firstTokens, model.prefillChunk.maxTokens);
  let next: number | undefined;
  while (tokensDone < tokensTotal) {
    onEvent({ kind: "prefill", tokensDone, tokensTotal });
    if (signal.aborted) return undefined;
    const chunk = promptIds.slice(tokensDone, tokensDone + chunkTokens);
    const chunkStart = now();
    tokensDone += chunk.length;
    // Of what follows a chunk within the prompt nothing is used.
    next = await model.prefill(chunk, tokensDone === tokensTotal ? choice : undefined);
    chunkTokens = nextChunkTokens(chunk.length, now() - chunkStart, model.prefillChunk);
  }
  onEvent({ kind: "prefill", tokensDone, tokensTotal });
  return isAborted(signal) ? undefined : next;
}

/** The chunk length that would take the time aimed at, at the speed of the last chunk. */
function nextChunkTokens(lastTokens: number, lastMs: number, limits: PrefillChunk): number {
  const tokens = (lastTokens * limits.targetMs) / Math.max(lastMs, 1);
  const rounded = Math.floor(tokens / limits.multipleOf) * limits.multipleOf;
  return Math.min(Math.max(rounded, limits.multipleOf), limits.maxTokens);
}

/** Asked anew each time: the signal changes while the model computes, which type narrowing does not see. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
