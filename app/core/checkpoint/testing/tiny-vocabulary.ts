import { CHARACTER_OF_BYTE } from "../../tokenizer/byte-alphabet";
import { GPT2_WORDS } from "../../tokenizer/pre-tokenizers";

export interface TinyVocabulary {
  tokens: string[];
  /** llama.cpp's token types: 1 normal, 3 control. */
  types: number[];
  merges: string[];
}

const CONTROL_TOKENS = ["<s>", "</s>"];
const MERGES = ["h e", "l l", "he ll", "hell o", "\u0120 t", "i n", "1 2"];

/** A byte-level vocabulary: `<s>`, `</s>`, all bytes, a few merges, then tokens that nothing produces, `size` in all. */
export function tinyVocabulary(size: number): TinyVocabulary {
  const real = [...CONTROL_TOKENS, ...CHARACTER_OF_BYTE, ...MERGES.map((merge) => merge.replace(" ", ""))];
  const tokens = Array.from({ length: size }, (_, id) => real[id] ?? `[PAD${id}]`);
  return {
    tokens,
    types: tokens.map((token) => (CONTROL_TOKENS.includes(token) ? 3 : 1)),
    merges: size >= real.length ? MERGES : [],
  };
}

/** The same vocabulary as a Hugging Face `tokenizer.json`. */
export function tinyTokenizerJson(size: number): string {
  const { tokens, merges } = tinyVocabulary(size);
  return JSON.stringify({
    version: "1.0",
    added_tokens: CONTROL_TOKENS.map((content, id) => ({ id, content, special: true })),
    normalizer: null,
    pre_tokenizer: GPT2_WORDS,
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: { type: "BPE", vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges },
  });
}
