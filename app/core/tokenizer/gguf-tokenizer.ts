import type { GgufValue } from "../checkpoint/gguf-values";
import { CheckpointError } from "../errors";
import { badTokenizer } from "./check-tokenizer-json";
import { GPT2_WORDS, LLAMA3_PATTERN, SPELL_BYTES, splitOn } from "./pre-tokenizers";
import { sentencePieceJson } from "./sentence-piece-json";
import { tokenizerJson, type Vocabulary, vocabularyOf } from "./tokenizer-json";

type Metadata = ReadonlyMap<string, GgufValue>;

/** Pre-tokenizers by `tokenizer.ggml.pre`; Llama 3 also takes a word that is a token as it is. */
const PRE_TOKENIZERS: ReadonlyMap<string, { steps: object; ignoreMerges: boolean }> = new Map([
  ["gpt-2", { steps: GPT2_WORDS, ignoreMerges: false }],
  ["default", { steps: GPT2_WORDS, ignoreMerges: false }],
  ["smollm", { steps: sequence({ type: "Digits", individual_digits: true }, GPT2_WORDS), ignoreMerges: false }],
  ["llama-bpe", { steps: sequence(splitOn(LLAMA3_PATTERN), SPELL_BYTES), ignoreMerges: true }],
]);

/**
 * The text of a Hugging Face `tokenizer.json` made from a GGUF file's `tokenizer.ggml.*` metadata: byte-level BPE ("gpt2") or
 * SentencePiece BPE ("llama"). Control tokens become special added tokens, user-defined ones added tokens. The tokenizer adds
 * nothing to a text. Throws CheckpointError "bad-tokenizer" or "unsupported-format".
 */
export function ggufTokenizer(metadata: Metadata, file: string, vocabSize: number): string {
  const kind = metadata.get("tokenizer.ggml.model");
  const vocabulary = readVocabulary(metadata, file, vocabSize);
  if (kind === "gpt2") return JSON.stringify(byteLevel(metadata, vocabulary, file));
  if (kind === "llama") return JSON.stringify(sentencePiece(metadata, vocabulary, file));
  throw new CheckpointError("unsupported-format", {
    file,
    place: "tokenizer.ggml.model",
    problem: "the tokenizer is of a kind that no supported model has",
    advice: "Choose a GGUF file of one of the supported models.",
  });
}

function readVocabulary(metadata: Metadata, file: string, vocabSize: number): Vocabulary {
  const tokens = strings(metadata, "tokenizer.ggml.tokens", file);
  const types = numbers(metadata, "tokenizer.ggml.token_type", file);
  if (tokens.length !== vocabSize) {
    throw badTokenizer(file, "tokenizer.ggml.tokens", `there are ${tokens.length} tokens for ${vocabSize} embeddings`);
  }
  if (types.length !== tokens.length) {
    throw badTokenizer(
      file,
      "tokenizer.ggml.token_type",
      `there are ${types.length} types for ${tokens.length} tokens`,
    );
  }
  return vocabularyOf(tokens, types, { file, place: "tokenizer.ggml.tokens" });
}

function byteLevel(metadata: Metadata, vocabulary: Vocabulary, file: string): object {
  const pre = metadata.get("tokenizer.ggml.pre") ?? "default";
  const preTokenizer = typeof pre === "string" ? PRE_TOKENIZERS.get(pre) : undefined;
  if (preTokenizer === undefined) {
    throw new CheckpointError("unsupported-format", {
      file,
      place: "tokenizer.ggml.pre",
      problem: "the tokenizer cuts words in a way that no supported model does",
      advice: "Choose a GGUF file of one of the supported models.",
    });
  }
  const merges = strings(metadata, "tokenizer.ggml.merges", file);
  merges.forEach((merge, i) => {
    const [left = "", right = "", ...rest] = merge.split(" ", 3);
    const known = [left, right, left + right].every((token) => vocabulary.ids.has(token));
    if (!known || rest.length > 0) {
      throw badTokenizer(file, `tokenizer.ggml.merges, entry ${i}`, "it does not join two tokens into a third");
    }
  });
  return tokenizerJson(vocabulary, {
    pre_tokenizer: preTokenizer.steps,
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { unk_token: null, fuse_unk: false, byte_fallback: false, ignore_merges: preTokenizer.ignoreMerges, merges },
  });
}

function sentencePiece(metadata: Metadata, vocabulary: Vocabulary, file: string): object {
  const { length } = vocabulary.tokens;
  const scores = numbers(metadata, "tokenizer.ggml.scores", file);
  if (scores.length !== length) {
    throw badTokenizer(file, "tokenizer.ggml.scores", `there are ${scores.length} scores for ${length} tokens`);
  }
  const addsPrefix = metadata.get("tokenizer.ggml.add_space_prefix") !== false;
  return sentencePieceJson({ vocabulary, scores, addsPrefix, at: { file, place: "tokenizer.ggml.tokens" } });
}

function strings(metadata: Metadata, key: string, file: string): string[] {
  return list(metadata, key, file).map((value) => {
    if (typeof value === "string") return value;
    throw badTokenizer(file, key, "an entry is not a text");
  });
}

function numbers(metadata: Metadata, key: string, file: string): number[] {
  return list(metadata, key, file).map((value) => {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw badTokenizer(file, key, "an entry is not a number");
  });
}

function list(metadata: Metadata, key: string, file: string): GgufValue[] {
  const value = metadata.get(key);
  if (Array.isArray(value)) return value;
  throw badTokenizer(file, key, value === undefined ? "it is missing" : "it is not a list");
}

function sequence(...pretokenizers: object[]): object {
  return { type: "Sequence", pretokenizers };
}
