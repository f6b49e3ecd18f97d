import { arraySource, type NamedFile } from "../../byte-source";
import type { GgufValue } from "../../checkpoint/gguf-values";
import { textFile } from "../../checkpoint/testing/tiny-model";
import { SPACE_MARK } from "../piece-decoder";
import { buildProtobuf } from "../testing/build-protobuf";
import { TokenType } from "../tokenizer-json";
import { addedToken, beginsWith } from "./tokenizer-json-parts";

/** A vocabulary of Llama's kind as the packages keep it: `<unk>`, `<s>`, `</s>`, more control tokens, all bytes, the pieces. */
export interface PublicVocabulary {
  tokens: readonly string[];
  /** Control tokens between `</s>` and the bytes. */
  moreControlTokens: number;
  /** "left right", in order of precedence. */
  merges: readonly string[];
}

/** SentencePiece's own score of the runs of spaces, which were put into these vocabularies by hand. */
const SCORE_OF_RUNS = -1e9;
const BYTES = 256;

/** SentencePiece's `tokenizer.model`: the pieces with their scores, which count down from the first. */
export function sentencePieceFile(vocabulary: PublicVocabulary): NamedFile {
  const types = tokenTypes(vocabulary);
  const pieces = scores(vocabulary).map((score, id) => {
    const piece = buildProtobuf([
      [1, vocabulary.tokens[id] ?? ""],
      [2, { float: score }],
      [3, types[id] ?? 0],
    ]);
    return [1, piece] as const;
  });
  const trainer = buildProtobuf([
    [3, 2], // model_type: BPE
    [35, 1], // byte_fallback
  ]);
  const normalizer = buildProtobuf([
    [1, "identity"],
    [3, 1], // add_dummy_prefix
    [4, 0], // remove_extra_whitespaces
    [5, 1], // escape_whitespaces
  ]);
  const bytes = buildProtobuf([...pieces, [2, trainer], [3, normalizer]]);
  return { name: "tokenizer.model", bytes: arraySource(bytes) };
}

/** `tokenizer.json` as transformers converts it. Older versions mark spaces by a normalizer, newer ones by a pre-tokenizer. */
export function sentencePieceJsonFile(vocabulary: PublicVocabulary, spaces: "normalizer" | "pre-tokenizer"): NamedFile {
  const { tokens, merges } = vocabulary;
  const types = tokenTypes(vocabulary);
  const prepend = { type: "Prepend", prepend: SPACE_MARK };
  const replace = { type: "Replace", pattern: { String: " " }, content: SPACE_MARK };
  const metaspace = { type: "Metaspace", replacement: SPACE_MARK, prepend_scheme: "first", split: false };
  const byNormalizer = spaces === "normalizer";
  const json = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: tokens.flatMap((content, id) => {
      const isControl = types[id] === TokenType.control || types[id] === TokenType.unknown;
      return isControl ? [addedToken(content, id)] : [];
    }),
    normalizer: byNormalizer ? { type: "Sequence", normalizers: [prepend, replace] } : null,
    pre_tokenizer: byNormalizer ? null : metaspace,
    post_processor: beginsWith("<s>", 1),
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: SPACE_MARK }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: "<unk>",
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: true,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  };
  return textFile("tokenizer.json", JSON.stringify(json));
}

/** The `tokenizer.ggml.*` metadata that llama.cpp's converter writes. */
export function sentencePieceMetadata(vocabulary: PublicVocabulary): ReadonlyMap<string, GgufValue> {
  return new Map<string, GgufValue>([
    ["tokenizer.ggml.model", "llama"],
    ["tokenizer.ggml.pre", "default"],
    ["tokenizer.ggml.tokens", [...vocabulary.tokens]],
    ["tokenizer.ggml.scores", scores(vocabulary)],
    ["tokenizer.ggml.token_type", tokenTypes(vocabulary)],
    ["tokenizer.ggml.bos_token_id", 1],
    ["tokenizer.ggml.eos_token_id", 2],
  ]);
}

function tokenTypes({ tokens, moreControlTokens }: PublicVocabulary): number[] {
  const firstByte = 3 + moreControlTokens;
  return tokens.map((_, id) => {
    if (id === 0) return TokenType.unknown;
    if (id < firstByte) return TokenType.control;
    return id < firstByte + BYTES ? TokenType.byte : TokenType.normal;
  });
}

function scores(vocabulary: PublicVocabulary): number[] {
  const types = tokenTypes(vocabulary);
  const firstPiece = types.indexOf(TokenType.normal);
  return vocabulary.tokens.map((token, id) => {
    if (types[id] !== TokenType.normal) return 0;
    return /^\u2581{2,}$/.test(token) ? SCORE_OF_RUNS : firstPiece - id;
  });
}
