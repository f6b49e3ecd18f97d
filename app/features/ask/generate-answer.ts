import { toErrorData } from "../../core/errors";
import type { EngineKind } from "../../core/models/engine";
import { createTextStream } from "../../core/tokenizer/text-stream";
import { readTokenTable } from "../../core/tokenizer/token-table";
import type { GenerateEvent } from "../../engine/generate";
import { samplingOf, type AnswerSettings } from "./answer-presets";
import { updateAnswer, type AnswerResult } from "./ask-store";
import { engines, tokenizer } from "./engine";
import { requireLoaded } from "./load-model";

export interface Prompt {
  modelId: string;
  /** What stands in the note's place. */
  note: string;
  instruction: string;
  settings: AnswerSettings;
}

interface GenerateOptions {
  /** The answer that shows what is said. */
  id: number;
  prompt: Prompt;
  /** What was said of the answer before, which this goes on with. */
  before?: AnswerResult | undefined;
  on: EngineKind;
  signal: AbortSignal;
}

/**
 * Has the model that is loaded answer a prompt, and shows what it says as it comes. Where that is stopped or fails, what was said
 * until then is the result.
 */
export async function generateAnswer({ id, prompt, before, on, signal }: GenerateOptions): Promise<AnswerResult> {
  const saidBefore = before?.ids ?? [];
  const startMs = performance.now();
  let text = before?.text ?? "";
  let promptTokens = 0;
  const ids: number[] = [];
  let firstWordMs = startMs;
  let tokensBefore: number | undefined;
  const soFar = (): Omit<AnswerResult, "finish"> => ({
    text,
    ids: [...saidBefore, ...ids],
    promptTokens,
    reusedTokens: 0,
    answerTokens: ids.length,
    prefillMs: firstWordMs - startMs,
    decodeMs: performance.now() - firstWordMs,
  });
  try {
    const { tokens } = requireLoaded();
    const { modelId, note, instruction, settings } = prompt;
    const { promptIds, stopIds } = await tokenizer.call("encodePrompt", {
      modelId,
      note,
      question: instruction,
      promptForm: settings.promptForm,
    });
    if (signal.aborted) return { ...soFar(), finish: "cancelled" };
    const stream = createTextStream(readTokenTable(tokens));
    text = saidBefore.map((said) => stream.push(said)).join("");
    const onEvent = (event: GenerateEvent) => {
      const stopping = signal.aborted;
      if (event.kind === "prefill") {
        const { tokensDone, tokensTotal } = event;
        promptTokens = tokensTotal;
        tokensBefore ??= tokensDone;
        firstWordMs = performance.now();
        updateAnswer(id, {
          state: { kind: "reading", tokensDone, tokensBefore, tokensTotal, elapsedMs: firstWordMs - startMs, stopping },
        });
      } else {
        ids.push(event.id);
        text += stream.push(event.id);
        updateAnswer(id, { state: { kind: "streaming", text, tokensDone: event.tokensDone, stopping } });
      }
    };
    const request = {
      promptIds: [...promptIds, ...saidBefore],
      stopIds,
      maxNewTokens: settings.maxNewTokens,
      ...samplingOf(settings),
    };
    const generation = await engines[on].call("generate", request, { signal, onEvent });
    return { ...generation, ids: [...saidBefore, ...generation.ids], text: text + stream.end() };
  } catch (error) {
    return { ...soFar(), finish: "failed", error: toErrorData(error) };
  }
}
