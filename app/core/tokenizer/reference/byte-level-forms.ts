import type { NamedFile } from "../../byte-source";
import type { GgufValue } from "../../checkpoint/gguf-values";
import { textFile } from "../../checkpoint/testing/tiny-model";
import { LLAMA3_PATTERN, SPELL_BYTES, splitOn } from "../pre-tokenizers";
import { TokenType } from "../tokenizer-json";
import { addedToken, beginsWith } from "./tokenizer-json-parts";

/** A vocabulary of Llama 3's kind: tokens spelled in GPT-2's alphabet of bytes, and control tokens with the ids after them. */
export interface ByteLevelVocabulary {
  tokens: readonly string[];
  controlTokens: readonly string[];
  /** "left right", in order of precedence. */
  merges: readonly string[];
}

/** Llama 3's `tokenizer.json`, as it was published. */
export function byteLevelJsonFile({ tokens, controlTokens, merges }: ByteLevelVocabulary): NamedFile {
  const byteLevel = { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true };
  const first = controlTokens[0] ?? "";
  const json = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: controlTokens.map((content, i) => addedToken(content, tokens.length + i)),
    normalizer: null,
    pre_tokenizer: { type: "Sequence", pretokenizers: [splitOn(LLAMA3_PATTERN), SPELL_BYTES] },
    post_processor: {
      type: "Sequence",
      processors: [{ ...byteLevel, trim_offsets: false }, beginsWith(first, tokens.length)],
    },
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: true,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  };
  return textFile("tokenizer.json", JSON.stringify(json));
}

/** The `tokenizer.ggml.*` metadata that llama.cpp's converter writes. */
export function byteLevelMetadata(vocabulary: ByteLevelVocabulary): ReadonlyMap<string, GgufValue> {
  const tokens = [...vocabulary.tokens, ...vocabulary.controlTokens];
  return new Map<string, GgufValue>([
    ["tokenizer.ggml.model", "gpt2"],
    ["tokenizer.ggml.pre", "llama-bpe"],
    ["tokenizer.ggml.tokens", tokens],
    [
      "tokenizer.ggml.token_type",
      tokens.map((_, id) => (id < vocabulary.tokens.length ? TokenType.normal : TokenType.control)),
    ],
    ["tokenizer.ggml.merges", [...vocabulary.merges]],
  ]);
}
