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

/** Has the model that is loaded answer a prompt, and shows what it says as it comes. */
export async function generateAnswer({ id, prompt, before, on, signal }: GenerateOptions): Promise<AnswerResult> {
  const { tokens } = requireLoaded();
  const { modelId, note, instruction, settings } = prompt;
  const { promptIds, stopIds } = await tokenizer.call("encodePrompt", {
    modelId,
    note,
    question: instruction,
    promptForm: settings.promptForm,
  });
  const stream = createTextStream(readTokenTable(tokens));
  const saidBefore = before?.ids ?? [];
  const startMs = performance.now();
  let text = saidBefore.map((said) => stream.push(said)).join("");
  const onEvent = (event: GenerateEvent) => {
    const stopping = signal.aborted;
    if (event.kind === "prefill") {
      const { tokensDone, tokensTotal } = event;
      const elapsedMs = performance.now() - startMs;
      updateAnswer(id, { state: { kind: "reading", tokensDone, tokensTotal, elapsedMs, stopping } });
    } else {
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
}
