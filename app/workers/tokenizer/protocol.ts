import type { MeasureOptions, NoteBudget } from "../../core/budget/measure-note";
import type { PromptForm } from "../../core/prompt/clinical-prompt";
import type { TokenTable } from "../../core/tokenizer/token-table";

interface PromptInput {
  modelId: string;
  note: string;
  question: string;
  promptForm: PromptForm;
}

/** What an engine is given of a question: all of it is ids. */
interface EncodedPrompt {
  promptIds: number[];
  /** Ids that end the answer. */
  stopIds: number[];
}

/** Between text and ids of a stored model. Kept apart from the engines, which block while they compute. */
export interface TokenizerProtocol {
  /** Reads the tokenizer, so that prompts are quick afterwards. */
  open: { input: { modelId: string }; result: TokenTable; event: never };
  encodePrompt: { input: PromptInput; result: EncodedPrompt; event: never };
  /** How note, question and answer fit a context. */
  measureNote: {
    input: PromptInput & Pick<MeasureOptions, "contextTokens" | "answerTokens">;
    result: NoteBudget;
    event: never;
  };
  /** Tokens of texts, each by itself. */
  countTokens: { input: { modelId: string; texts: readonly string[] }; result: number[]; event: never };
}
