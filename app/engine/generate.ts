import { EngineError } from "../core/errors";
import type { LanguageModel, PrefillChunk } from "./language-model";

export interface GenerateRequest {
  promptIds: readonly number[];
  /** Ids that end the answer; they are not part of it. */
  stopIds: readonly number[];
  maxNewTokens: number;
}

export type GenerateEvent =
  { kind: "prefill"; tokensDone: number; tokensTotal: number } | { kind: "token"; id: number; tokensDone: number };

interface GenerationStats {
  promptTokens: number;
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

/**
 * Reads the prompt and says tokens until a stop token, the limit or the signal. A cancelled generation keeps what it said.
 *
 * @throws EngineError "prompt-too-long", and whatever the model throws.
 */
export async function generate(
  model: LanguageModel,
  request: GenerateRequest,
  { signal, onEvent, now }: { signal: AbortSignal; onEvent: (event: GenerateEvent) => void; now: () => number },
): Promise<Generation> {
  const { promptIds, stopIds } = request;
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
  const result = (finish: Generation["finish"], prefillEnd: number): Generation => ({
    ids,
    finish,
    promptTokens: promptIds.length,
    answerTokens: ids.length,
    prefillMs: prefillEnd - start,
    decodeMs: now() - prefillEnd,
  });

  await model.reset();
  let next = await prefillInChunks(model, promptIds, signal, now, onEvent);
  const prefillEnd = now();
  if (next === undefined) return result("cancelled", prefillEnd);
  for (;;) {
    if (stopIds.includes(next)) return result("stop", prefillEnd);
    ids.push(next);
    onEvent({ kind: "token", id: next, tokensDone: ids.length });
    if (signal.aborted) return result("cancelled", prefillEnd);
    if (ids.length >= maxNewTokens)
      return result(maxNewTokens < request.maxNewTokens ? "context" : "length", prefillEnd);
    next = await model.decode(next);
    if (isAborted(signal)) return result("cancelled", prefillEnd);
  }
}

/** The id after the prompt, or undefined when the signal came first. */
async function prefillInChunks(
  model: LanguageModel,
  promptIds: readonly number[],
  signal: AbortSignal,
  now: () => number,
  onEvent: (event: GenerateEvent) => void,
): Promise<number | undefined> {
  const tokensTotal = promptIds.length;
  let chunkTokens = Math.min(model.prefillChunk.firstTokens, model.prefillChunk.maxTokens);
  let tokensDone = 0;
  let next: number | undefined;
  while (tokensDone < tokensTotal) {
    onEvent({ kind: "prefill", tokensDone, tokensTotal });
    if (signal.aborted) return undefined;
    const chunk = promptIds.slice(tokensDone, tokensDone + chunkTokens);
    const chunkStart = now();
    next = await model.prefill(chunk);
    tokensDone += chunk.length;
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
