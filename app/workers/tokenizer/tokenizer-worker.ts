import { measureNote } from "../../core/budget/measure-note";
import type { VariantCard } from "../../core/models/variant-card";
import { clinicalPrompt } from "../../core/prompt/clinical-prompt";
import { controlTokenId, promptIds } from "../../core/prompt/prompt-ids";
import { createTokenizer, type Tokenizer } from "../../core/tokenizer/literal-tokenizer";
import { tokenTable } from "../../core/tokenizer/token-table";
import { openStoredModel, readTokenizerJson, tokenizerFile } from "../../storage/stored-model";
import { serve } from "../rpc/serve";
import type { TokenizerProtocol } from "./protocol";

interface Opened {
  card: VariantCard;
  tokenizer: Tokenizer;
}

/** The model that was asked for last, opened or on its way. */
let current: { modelId: string; opened: Promise<Opened> } | undefined;

serve<TokenizerProtocol>({
  open: async ({ modelId }) => {
    const { tokenizer } = await open(modelId);
    return tokenTable(tokenizer, tokenizer.vocabSize);
  },
  encodePrompt: async ({ modelId, note, question, promptForm }) => {
    const { card, tokenizer } = await open(modelId);
    return {
      promptIds: promptIds(card.prompt.segments, clinicalPrompt(note, question, promptForm), tokenizer),
      stopIds: card.prompt.stopTokens.map((token) => controlTokenId(token, tokenizer)),
    };
  },
  measureNote: async ({ modelId, note, question, promptForm, contextTokens, answerTokens }) => {
    const { card, tokenizer } = await open(modelId);
    const countPrompt = (text: string) =>
      promptIds(card.prompt.segments, clinicalPrompt(text, question, promptForm), tokenizer).length;
    const countTokens = (text: string) => tokenizer.encodeText(text).length;
    return measureNote({ note, question, contextTokens, answerTokens, countPrompt, countTokens });
  },
  countTokens: async ({ modelId, texts }) => {
    const { tokenizer } = await open(modelId);
    return texts.map((text) => tokenizer.encodeText(text).length);
  },
});

async function open(modelId: string): Promise<Opened> {
  if (current?.modelId !== modelId) current = { modelId, opened: read(modelId) };
  const asked = current;
  try {
    return await asked.opened;
  } catch (error) {
    // The next call tries again.
    if (current === asked) current = undefined;
    throw error;
  }
}

async function read(modelId: string): Promise<Opened> {
  const { card } = await openStoredModel(modelId);
  return { card, tokenizer: createTokenizer(await readTokenizerJson(modelId), tokenizerFile) };
}
