import llamaTokenizer from "llama-tokenizer-js";
import llama3Tokenizer from "llama3-tokenizer-js";
import mistralTokenizer from "mistral-tokenizer-js";
import type { NamedFile } from "../../byte-source";
import { ggufTokenizer } from "../gguf-tokenizer";
import { hfTokenizer } from "../hf-tokenizer";
import { byteLevelJsonFile, byteLevelMetadata } from "./byte-level-forms";
import { sentencePieceFile, sentencePieceJsonFile, sentencePieceMetadata } from "./sentence-piece-forms";

/** Tokenizers of one kind: the real vocabulary in every form in which a checkpoint brings it, and a public tokenizer of it. */
export interface TokenizerFamily {
  name: string;
  /** Ids of the model cards that use it. */
  cards: readonly [string, ...string[]];
  /** The forms, each read as a checkpoint's is: gives the text of a `tokenizer.json`. */
  forms: Readonly<Record<string, (vocabSize: number) => Promise<string>>>;
  /** The public tokenizer's ids of a text, the beginning of sequence before them; it reads no control token in the text. */
  referenceIds: (text: string) => number[];
}

const llamaVocabulary = {
  tokens: llamaTokenizer.vocabById,
  moreControlTokens: 0,
  merges: [...llamaTokenizer.merges.keys()],
};

const llama: TokenizerFamily = {
  name: "LLaMA",
  cards: ["asclepius-7b", "asclepius-13b", "asclepius-llama2-7b", "asclepius-llama2-13b"],
  forms: {
    "tokenizer.model": fromFile(() => sentencePieceFile(llamaVocabulary)),
    "tokenizer.json": fromFile(() => sentencePieceJsonFile(llamaVocabulary, "normalizer")),
    "the metadata of a GGUF file": fromMetadata(() => sentencePieceMetadata(llamaVocabulary)),
  },
  referenceIds: (text) => llamaTokenizer.encode(text),
};

/** Version 0.3 put control tokens between `</s>` and the rest of the vocabulary of 0.1, which it left as it was. */
const MISTRAL_CONTROL_TOKENS = [
  "[INST]",
  "[/INST]",
  "[TOOL_CALLS]",
  "[AVAILABLE_TOOLS]",
  "[/AVAILABLE_TOOLS]",
  "[TOOL_RESULTS]",
  "[/TOOL_RESULTS]",
  ...Array.from({ length: 761 }, (_, i) => `[control_${i + 8}]`),
];
const FIRST_MOVED_ID = 3;

const mistralVocabulary = {
  tokens: mistralTokenizer.vocabById.toSpliced(FIRST_MOVED_ID, 0, ...MISTRAL_CONTROL_TOKENS),
  moreControlTokens: MISTRAL_CONTROL_TOKENS.length,
  merges: [...mistralTokenizer.merges.keys()],
};

const mistral: TokenizerFamily = {
  name: "Mistral v0.3",
  cards: ["asclepius-mistral-7b-v0.3"],
  forms: {
    "tokenizer.model": fromFile(() => sentencePieceFile(mistralVocabulary)),
    "tokenizer.json": fromFile(() => sentencePieceJsonFile(mistralVocabulary, "pre-tokenizer")),
    "the metadata of a GGUF file": fromMetadata(() => sentencePieceMetadata(mistralVocabulary)),
  },
  referenceIds: (text) =>
    mistralTokenizer.encode(text).map((id) => (id < FIRST_MOVED_ID ? id : id + MISTRAL_CONTROL_TOKENS.length)),
};

/** Those of Llama 3, in order of their ids. The package has 3.1's, which renamed some of the reserved ones. */
const LLAMA3_CONTROL_TOKENS = [
  "<|begin_of_text|>",
  "<|end_of_text|>",
  ...reserved(0, 4),
  "<|start_header_id|>",
  "<|end_header_id|>",
  ...reserved(4, 5),
  "<|eot_id|>",
  ...reserved(5, 251),
];

const llama3Vocabulary = {
  tokens: llama3Tokenizer.vocabById.slice(0, -LLAMA3_CONTROL_TOKENS.length),
  controlTokens: LLAMA3_CONTROL_TOKENS,
  merges: [...llama3Tokenizer.merges.keys()],
};
/** Finds no control token in a text. */
const literally = { bos: true, eos: false, specialTokenRegex: /(?!)/g };

const llama3: TokenizerFamily = {
  name: "Llama 3",
  cards: ["asclepius-llama3-8b"],
  forms: {
    "tokenizer.json": fromFile(() => byteLevelJsonFile(llama3Vocabulary)),
    "the metadata of a GGUF file": fromMetadata(() => byteLevelMetadata(llama3Vocabulary)),
  },
  referenceIds: (text) => llama3Tokenizer.encode(text, literally),
};

export const families: readonly TokenizerFamily[] = [llama, llama3, mistral];

function fromFile(makeFile: () => NamedFile) {
  return async (vocabSize: number): Promise<string> => (await hfTokenizer([makeFile()], vocabSize)).json;
}

function fromMetadata(makeMetadata: () => Parameters<typeof ggufTokenizer>[0]) {
  return (vocabSize: number): Promise<string> =>
    Promise.resolve(ggufTokenizer(makeMetadata(), "model.gguf", vocabSize));
}

function reserved(start: number, end: number): string[] {
  return Array.from({ length: end - start }, (_, i) => `<|reserved_special_token_${start + i}|>`);
}
