import { type AddedToken, badTokenizer } from "./check-tokenizer-json";

/** Types of tokens, numbered alike by SentencePiece (sentencepiece_model.proto) and GGUF (llama.h, llama_token_type). */
export const TokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface Vocabulary {
  /** By id. */
  tokens: readonly string[];
  /** By id; see {@link TokenType}. */
  types: readonly number[];
  ids: ReadonlyMap<string, number>;
}

interface TokenizerJsonParts {
  normalizer?: object;
  pre_tokenizer?: object;
  decoder: object;
  model: object;
}

/** A vocabulary of distinct tokens. `place` is where the file keeps them. Throws CheckpointError "bad-tokenizer". */
export function vocabularyOf(
  tokens: readonly string[],
  types: readonly number[],
  { file, place }: { file: string; place: string },
): Vocabulary {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  if (ids.size !== tokens.length) throw badTokenizer(file, place, "a token appears twice");
  if (ids.has("")) throw badTokenizer(file, place, "a token is empty");
  return { tokens, types, ids };
}

/**
 * A BPE tokenizer as Hugging Face's `tokenizer.json` holds it. Control tokens become special added tokens, user-defined ones
 * added tokens; `more` are added tokens that the vocabulary lacks. It adds nothing to a text.
 */
export function tokenizerJson(
  { tokens, types, ids }: Vocabulary,
  parts: TokenizerJsonParts,
  more: readonly AddedToken[] = [],
): object {
  const own = tokens.flatMap((content, id) => {
    const type = types[id];
    const special = type === TokenType.control || type === TokenType.unknown;
    return special || type === TokenType.userDefined ? [{ id, content, special }] : [];
  });
  const affixes = { dropout: null, continuing_subword_prefix: null, end_of_word_suffix: null };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [...own, ...more].map(({ id, content, special }) => {
      return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special };
    }),
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    ...parts,
    model: { type: "BPE", ...affixes, ...parts.model, vocab: Object.fromEntries(ids) },
  };
}
