import type { VariantCard } from "../../core/models/variant-card";
import { clinicalPrompt } from "../../core/prompt/clinical-prompt";
import { controlTokenId, promptIds } from "../../core/prompt/prompt-ids";
import type { Tokenizer } from "../../core/tokenizer/literal-tokenizer";
import { createTextStream } from "../../core/tokenizer/text-stream";
import { generate } from "../../engine/generate";
import type { LanguageModel } from "../../engine/language-model";
import type { CallContext } from "../rpc/serve";
import type { AskEvent, AskInput, AskResult } from "./protocol";

/** A model in memory and what is needed to talk to it. */
export interface Answerer {
  model: LanguageModel;
  tokenizer: Tokenizer;
  card: VariantCard;
}

/** Puts the question about the note to the model, on whichever engine it runs. */
export async function answer(
  { model, tokenizer, card }: Answerer,
  input: AskInput,
  { signal, emit }: CallContext<AskEvent>,
): Promise<AskResult> {
  const request = {
    promptIds: promptIds(card.prompt.segments, clinicalPrompt(input.note, input.question), tokenizer),
    stopIds: card.prompt.stopTokens.map((token) => controlTokenId(token, tokenizer)),
    maxNewTokens: input.maxNewTokens,
  };
  const stream = createTextStream(tokenizer);
  let text = "";
  const { finish, promptTokens, answerTokens, prefillMs, decodeMs } = await generate(model, request, {
    signal,
    now: () => performance.now(),
    onEvent: (event) => {
      if (event.kind === "prefill") {
        emit({ kind: "reading", tokensDone: event.tokensDone, tokensTotal: event.tokensTotal });
      } else {
        text += stream.push(event.id);
        emit({ kind: "text", text, tokensDone: event.tokensDone });
      }
    },
  });
  text += stream.end();
  return { text, finish, promptTokens, answerTokens, prefillMs, decodeMs };
}
