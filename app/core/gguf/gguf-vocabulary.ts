import { isJsonObject } from "../checkpoint/strict-json";
import type { VariantCard } from "../models/variant-card";
import { badTokenizer, type TokenizerParts } from "../tokenizer/check-tokenizer-json";
import { PRE_TOKENIZERS, TokenType } from "../tokenizer/gguf-tokenizer";
import { BYTE_TOKEN, createPieceDecoder } from "../tokenizer/piece-decoder";
import type { GgufInput, GgufMetadata } from "./gguf-writer";

/** What the tokenizer is called in messages: its name in storage. */
const FILE = "tokenizer.json";
/** The name that llama.cpp knows for a pre-tokenizer that is none of ours. */
const UNKNOWN_PRE = "default";

/**
 * The `tokenizer.ggml.*` metadata of a Hugging Face `tokenizer.json`, the inverse of {@link ggufTokenizer}: byte-level BPE
 * becomes "gpt2", SentencePiece BPE "llama". There is one token an embedding: ids that the tokenizer does not use get unused
 * placeholders. No token is added to a text; the ids of BOS and EOS are the prompt's first control token and first stop token.
 * Throws CheckpointError "bad-tokenizer".
 */
export function ggufVocabulary({ shape, prompt }: VariantCard, parts: TokenizerParts): GgufMetadata {
  const decoder = createPieceDecoder(parts.root.decoder);
  if (decoder === undefined) throw badTokenizer(FILE, "decoder", "it is neither byte-level nor SentencePiece's");
  const tokens = tokenList(parts, shape.vocabSize);
  const kind =
    decoder.kind === "byte-level" ? byteLevel(parts, tokens) : sentencePiece(parts, tokens, decoder.stripsLeadingSpace);
  const bos = prompt.segments.find((segment) => "token" in segment)?.token;
  return [
    ...kind,
    ["tokenizer.ggml.tokens", { texts: tokens.map(({ text }) => text) }],
    ...controlToken("bos", bos, parts),
    ...controlToken("eos", prompt.stopTokens[0], parts),
    ["tokenizer.ggml.add_bos_token", { bool: false }],
    ["tokenizer.ggml.add_eos_token", { bool: false }],
  ];
}

interface Token {
  text: string;
  /** One of llama.cpp's token types. */
  type: number;
}

/** The tokens by id, each with a text of its own: llama.cpp aborts where two have the same. */
function tokenList({ vocab, addedTokens }: TokenizerParts, vocabSize: number): Token[] {
  const added = new Map(addedTokens.map((token) => [token.content, token]));
  const taken = new Set([...vocab.keys(), ...added.keys()]);
  const tokens = Array.from({ length: vocabSize }, (_, id): Token => {
    return { text: placeholder(id, taken), type: TokenType.unused };
  });
  const put = (id: number, text: string, type: number): void => {
    if (id >= vocabSize) {
      throw badTokenizer(FILE, "the tokens", `one has the id ${id}, but the model has ${vocabSize} embeddings`);
    }
    tokens[id] = { text, type };
  };
  for (const [text, id] of vocab) if (text !== "" && !added.has(text)) put(id, text, TokenType.normal);
  for (const { id, content, special } of added.values()) {
    put(id, content, special ? TokenType.control : TokenType.userDefined);
  }
  return tokens;
}

function placeholder(id: number, taken: ReadonlySet<string>): string {
  let text = `[PAD${id}]`;
  while (taken.has(text)) text += "_";
  return text;
}

function byteLevel({ root, merges }: TokenizerParts, tokens: readonly Token[]): [string, GgufInput][] {
  const steps = canonical(root.pre_tokenizer);
  const pre = [...PRE_TOKENIZERS].find(([, preTokenizer]) => canonical(preTokenizer.steps) === steps)?.[0];
  return [
    ["tokenizer.ggml.model", { text: "gpt2" }],
    ["tokenizer.ggml.pre", { text: pre ?? UNKNOWN_PRE }],
    ["tokenizer.ggml.token_type", { i32s: tokens.map(({ type }) => type) }],
    ["tokenizer.ggml.merges", { texts: merges.map(([left, right]) => `${left} ${right}`) }],
  ];
}

function sentencePiece(
  { model, merges }: TokenizerParts,
  tokens: readonly Token[],
  prefixed: boolean,
): [string, GgufInput][] {
  const scores = new Map<string, number>();
  for (const [rank, pair] of merges.entries()) {
    const text = pair.join("");
    // Ranks are below 2^24, so a float32 holds them exactly.
    if (!scores.has(text)) scores.set(text, merges.length - rank);
  }
  const typeOf = ({ text, type }: Token): number => {
    if (text === model.unk_token) return TokenType.unknown;
    return type === TokenType.normal && BYTE_TOKEN.test(text) ? TokenType.byte : type;
  };
  const entries: [string, GgufInput][] = [
    ["tokenizer.ggml.model", { text: "llama" }],
    ["tokenizer.ggml.pre", { text: UNKNOWN_PRE }],
    ["tokenizer.ggml.token_type", { i32s: tokens.map(typeOf) }],
    ["tokenizer.ggml.scores", { f32s: tokens.map(({ text }) => scores.get(text) ?? 0) }],
    ["tokenizer.ggml.add_space_prefix", { bool: prefixed }],
  ];
  const unknown = tokens.findIndex(({ text }) => text === model.unk_token);
  if (unknown >= 0) entries.push(["tokenizer.ggml.unknown_token_id", { u32: unknown }]);
  return entries;
}

function controlToken(role: "bos" | "eos", text: string | undefined, parts: TokenizerParts): [string, GgufInput][] {
  if (text === undefined) return [];
  const token = parts.addedTokens.findLast(({ content, special }) => special && content === text);
  if (token === undefined) {
    throw badTokenizer(FILE, `token ${text}`, "the model's prompt needs this token and the tokenizer does not have it");
  }
  return [[`tokenizer.ggml.${role}_token_id`, { u32: token.id }]];
}

/** JSON whose keys are in order: equal for values that are equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  );
}
