import type { NamedFile } from "../byte-source";
import { findFile, requireFile } from "../checkpoint/find-file";
import { decodeUtf8, readWhole } from "../checkpoint/strict-json";
import { checkTokenizerJson } from "./check-tokenizer-json";
import { hfAddedTokens } from "./hf-added-tokens";
import { sentencePieceJson } from "./sentence-piece-json";
import { readSentencePieceModel } from "./sentence-piece-model";

/** tokenizer.json: Llama 3's, with merges in the longer of the two spellings, is 17 MB. */
const MAX_JSON_BYTES = 1 << 26;
/** tokenizer.model: 0.5 MB with Llama's 32,000 pieces, 4 MB with Gemma's 256,000. */
const MAX_MODEL_BYTES = 1 << 24;

export interface HfTokenizer {
  /** The text of a `tokenizer.json`. */
  json: string;
  /** Name of the file it came from. */
  file: string;
  /** All files it was made from. */
  files: NamedFile[];
}

/**
 * The tokenizer of a Hugging Face folder: its tokenizer.json, or one made from SentencePiece's tokenizer.model where there is
 * no other. Throws CheckpointError "missing-file", "bad-tokenizer", "truncated" or "unsupported-format".
 */
export async function hfTokenizer(files: readonly NamedFile[], vocabSize: number): Promise<HfTokenizer> {
  const model = findFile(files, "tokenizer.model");
  if (model !== undefined && findFile(files, "tokenizer.json") === undefined) {
    return fromSentencePiece(model, files, vocabSize);
  }
  const file = requireFile(files, "tokenizer.json", "It comes with the weights: choose the whole folder.");
  const at = { file: file.name, place: "the tokenizer", code: "bad-tokenizer" } as const;
  const json = decodeUtf8(await readWhole(file.bytes, MAX_JSON_BYTES, at), at);
  checkTokenizerJson(json, file.name, vocabSize);
  return { json, file: file.name, files: [file] };
}

async function fromSentencePiece(
  file: NamedFile,
  files: readonly NamedFile[],
  vocabSize: number,
): Promise<HfTokenizer> {
  const at = { file: file.name, place: "the tokenizer", code: "bad-tokenizer" } as const;
  const model = readSentencePieceModel(await readWhole(file.bytes, MAX_MODEL_BYTES, at), file.name, vocabSize);
  const added = await hfAddedTokens(files, model.vocabulary.ids, vocabSize);
  const json = JSON.stringify(sentencePieceJson(model, added.tokens));
  return { json, file: file.name, files: [file, ...added.files] };
}
