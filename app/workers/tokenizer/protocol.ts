import type { TokenTable } from "../../core/tokenizer/token-table";

interface PromptInput {
  modelId: string;
  note: string;
  question: string;
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
}
