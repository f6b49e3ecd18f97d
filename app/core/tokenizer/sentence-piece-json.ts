import { type AddedToken, badTokenizer } from "./check-tokenizer-json";
import { SPACE_MARK } from "./piece-decoder";
import { sentencePieceMerges } from "./sentence-piece-merges";
import { tokenizerJson, TokenType, type Vocabulary } from "./tokenizer-json";

export interface SentencePieceModel {
  vocabulary: Vocabulary;
  /** By id; pieces with higher scores are joined earlier. */
  scores: readonly number[];
  /** True where a space is put before every text. */
  addsPrefix: boolean;
  /** The file that it was read from, and where that keeps the pieces, for messages. */
  at: { file: string; place: string };
}

/**
 * The `tokenizer.json` of a SentencePiece BPE model with byte fallback, as transformers converts Llama's. `more` are added
 * tokens that the model lacks. Throws CheckpointError "bad-tokenizer".
 */
export function sentencePieceJson(model: SentencePieceModel, more: readonly AddedToken[] = []): object {
  const { vocabulary, scores, addsPrefix, at } = model;
  const { tokens, types, ids } = vocabulary;
  for (let byte = 0; byte < 256; byte++) {
    const token = `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
    if (!ids.has(token)) throw badTokenizer(at.file, at.place, `the byte token ${token} is missing`);
  }
  const pieces = tokens.map((token, id) => ({ token, id, score: scores[id] ?? 0 }));
  const merges = sentencePieceMerges(
    pieces.filter(({ id }) => types[id] === TokenType.normal),
    at,
  );
  const unknown = tokens[types.indexOf(TokenType.unknown)] ?? null;
  const prepend = { type: "Prepend", prepend: SPACE_MARK };
  const toMark = { type: "Replace", pattern: { String: " " }, content: SPACE_MARK };
  const toSpace = { type: "Replace", pattern: { String: SPACE_MARK }, content: " " };
  const strip = { type: "Strip", content: " ", start: addsPrefix ? 1 : 0, stop: 0 };
  return tokenizerJson(
    vocabulary,
    {
      normalizer: { type: "Sequence", normalizers: addsPrefix ? [prepend, toMark] : [toMark] },
      decoder: { type: "Sequence", decoders: [toSpace, { type: "ByteFallback" }, { type: "Fuse" }, strip] },
      model: { unk_token: unknown, fuse_unk: true, byte_fallback: true, ignore_merges: false, merges },
    },
    more,
  );
}
