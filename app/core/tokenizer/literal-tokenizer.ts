import { Tokenizer as HfTokenizer } from "@huggingface/tokenizers";
import { badTokenizer, parseTokenizerJson, type TokenizerParts } from "./check-tokenizer-json";
import { exactPreTokenizer } from "./exact-pre-tokenizer";
import { createPieceDecoder } from "./piece-decoder";
import { createTextStream } from "./text-stream";

/** A tokenizer for which text is only ever text: no string in a note can become a control token. */
export interface Tokenizer {
  /** One more than the largest id. */
  readonly vocabSize: number;
  /** True where the first space of a decoded text is the tokenizer's own. */
  readonly stripsLeadingSpace: boolean;
  /** Ids of a text, nothing added before or after. `</s>` in the text becomes ordinary pieces. */
  encodeText(text: string): number[];
  /** Id of a control token such as `</s>`; undefined for one that the tokenizer does not have. */
  controlTokenId(token: string): number | undefined;
  /** Bytes that a token adds to a text; none for control tokens and unknown ids. */
  tokenBytes(id: number): Uint8Array;
  /** The text of ids; control tokens add nothing. Bytes that are no UTF-8 become U+FFFD. */
  decode(ids: readonly number[]): string;
}

const NO_BYTES = new Uint8Array(0);

/** Builds a tokenizer from the text of a `tokenizer.json`; `file` is its name, for messages. Throws CheckpointError "bad-tokenizer". */
export function createTokenizer(json: string, file: string): Tokenizer {
  const parts = parseTokenizerJson(json, file);
  const pieces = createPieceDecoder(parts.root.decoder);
  if (pieces === undefined) throw badTokenizer(file, "decoder", "it is neither byte-level nor SentencePiece's");
  const encoder = createEncoder(parts, file);
  const controlIds = new Map<string, number>();
  const tokens = new Map<number, string>();
  for (const [token, id] of parts.vocab) tokens.set(id, token);
  const bytesById = new Map<number, Uint8Array>();
  for (const { id, content, special } of parts.addedTokens) {
    tokens.set(id, content);
    if (special) controlIds.set(content, id);
    bytesById.set(id, special ? NO_BYTES : new TextEncoder().encode(content));
  }

  const tokenBytes = (id: number): Uint8Array => {
    const known = bytesById.get(id);
    if (known !== undefined) return known;
    const token = tokens.get(id);
    const bytes = token === undefined ? NO_BYTES : pieces.bytesOf(token);
    bytesById.set(id, bytes);
    return bytes;
  };
  const tokenizer: Tokenizer = {
    vocabSize: [...tokens.keys()].reduce((largest, id) => Math.max(largest, id), -1) + 1,
    stripsLeadingSpace: pieces.stripsLeadingSpace,
    // The library would put SentencePiece's space before an empty text, too; the Rust library does not.
    encodeText: (text) => (text === "" ? [] : encoder.encode(wellFormed(text), { add_special_tokens: false }).ids),
    controlTokenId: (token) => controlIds.get(token),
    tokenBytes,
    decode: (ids) => {
      const stream = createTextStream(tokenizer);
      return ids.map((id) => stream.push(id)).join("") + stream.end();
    },
  };
  return tokenizer;
}

/** A text as UTF-8 can hold it: half a character, of a pair of which the other half is missing, becomes U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/**
 * The library's tokenizer without added tokens and post-processor, and with a model that cannot spell a control token: its
 * vocabulary lacks them, and so do its merges. The unknown token stays, for characters that no token can spell.
 */
function createEncoder({ root, model, vocab, merges, addedTokens }: TokenizerParts, file: string): HfTokenizer {
  const control = new Set(addedTokens.filter((token) => token.special).map((token) => token.content));
  const unknown = model.unk_token;
  if (typeof unknown === "string") control.delete(unknown);
  const literalModel = {
    ...model,
    type: "BPE",
    vocab: Object.fromEntries([...vocab].filter(([token]) => !control.has(token))),
    merges: merges.filter(([left, right]) => !control.has(left + right)),
  };
  const literal = {
    normalizer: root.normalizer ?? null,
    pre_tokenizer: exactPreTokenizer(root.pre_tokenizer),
    model: literalModel,
    decoder: null,
    post_processor: null,
    added_tokens: [],
  };
  try {
    return new HfTokenizer(literal, {});
  } catch (cause) {
    throw badTokenizer(file, "the tokenizer", "it uses a step that is not known", cause);
  }
}
