import { truncated } from "../checkpoint/read-bytes";
import { CheckpointError } from "../errors";
import { badTokenizer } from "./check-tokenizer-json";
import { protobufFields } from "./protobuf-fields";
import { ProtobufMessage } from "./protobuf-message";
import type { SentencePieceModel } from "./sentence-piece-json";
import { TokenType, vocabularyOf } from "./tokenizer-json";

// Numbers of the fields that are read (google/sentencepiece, src/sentencepiece_model.proto).
const ModelField = { pieces: 1, trainerSpec: 2, normalizerSpec: 3 } as const;
const PieceField = { piece: 1, score: 2, type: 3 } as const;
const TrainerField = { modelType: 3, treatWhitespaceAsSuffix: 24, byteFallback: 35 } as const;
const NormalizerField = {
  precompiledCharsmap: 2,
  addDummyPrefix: 3,
  removeExtraWhitespaces: 4,
  escapeWhitespaces: 5,
} as const;

const ModelType = { unigram: 1, bpe: 2 } as const;

/** The others, user-defined and unused pieces, are found in a text by rules of their own. */
const PIECE_TYPES: readonly number[] = [TokenType.normal, TokenType.unknown, TokenType.control, TokenType.byte];

/** Every model starts with the tag of its first piece. */
const FIRST_BYTE = 0x0a;

/**
 * Reads SentencePiece's `tokenizer.model`, a protobuf message ModelProto. Only what Llama's is like is taken: byte-pair
 * encoding with byte fallback, a space in front of each word, and text left as it is.
 * Throws CheckpointError "bad-tokenizer", "truncated" or "unsupported-format".
 */
export function readSentencePieceModel(bytes: Uint8Array, file: string, vocabSize: number): SentencePieceModel {
  if (bytes.byteLength > 0 && bytes[0] !== FIRST_BYTE) {
    throw new CheckpointError("unsupported-format", {
      file,
      problem: "this is not a SentencePiece model",
      advice: "Llama 3's is of another kind: choose its tokenizer.json as well. Else download the file again.",
    });
  }
  const tokens: string[] = [];
  const scores: number[] = [];
  const types: number[] = [];
  const specs = new Map<number, ProtobufMessage>();
  for (const field of protobufFields(bytes, file)) {
    if (field.number === ModelField.pieces) {
      const piece = new ProtobufMessage(field, file);
      if (tokens.length === vocabSize) {
        throw badTokenizer(file, piece.place, `there are more pieces than the model's ${vocabSize} embeddings`);
      }
      tokens.push(piece.text(PieceField.piece));
      scores.push(piece.number(PieceField.score, 0));
      types.push(piece.number(PieceField.type, TokenType.normal));
    } else if (field.number === ModelField.trainerSpec || field.number === ModelField.normalizerSpec) {
      if (specs.has(field.number)) throw badTokenizer(file, `byte ${field.offset}`, "a spec appears twice");
      specs.set(field.number, new ProtobufMessage(field, file));
    }
  }
  const trainer = specs.get(ModelField.trainerSpec);
  const normalizer = specs.get(ModelField.normalizerSpec);
  if (trainer === undefined || normalizer === undefined) {
    throw truncated({ file, place: `byte ${bytes.byteLength}` }, "the specs that follow the pieces are missing");
  }
  checkSupported(trainer, normalizer, types, file);
  const at = { file, place: "the pieces" };
  const addsPrefix = normalizer.flag(NormalizerField.addDummyPrefix, true);
  return { vocabulary: vocabularyOf(tokens, types, at), scores, addsPrefix, at };
}

/** Throws "unsupported-format" for what would make other ids than byte-pair encoding of the text as it is. */
function checkSupported(
  trainer: ProtobufMessage,
  normalizer: ProtobufMessage,
  types: readonly number[],
  file: string,
): void {
  const refuseIf = (condition: boolean, place: string, problem: string): void => {
    const advice = "Choose the tokenizer of one of the supported models.";
    if (condition) throw new CheckpointError("unsupported-format", { file, place, problem, advice });
  };
  const modelType = trainer.number(TrainerField.modelType, ModelType.unigram);
  refuseIf(modelType !== ModelType.bpe, "trainer_spec.model_type", "it is not a byte-pair encoding");
  const bytesForRare = trainer.flag(TrainerField.byteFallback, false);
  refuseIf(!bytesForRare, "trainer_spec.byte_fallback", "characters that are no pieces are not spelled as bytes");
  const suffixes = trainer.flag(TrainerField.treatWhitespaceAsSuffix, false);
  refuseIf(suffixes, "trainer_spec.treat_whitespace_as_suffix", "spaces belong to the word before them");
  const charsmap = normalizer.bytes(NormalizerField.precompiledCharsmap);
  refuseIf(charsmap.byteLength > 0, "normalizer_spec.precompiled_charsmap", "it changes the characters of a text");
  const removesSpaces = normalizer.flag(NormalizerField.removeExtraWhitespaces, true);
  refuseIf(removesSpaces, "normalizer_spec.remove_extra_whitespaces", "it removes spaces from a text");
  const marksSpaces = normalizer.flag(NormalizerField.escapeWhitespaces, true);
  refuseIf(!marksSpaces, "normalizer_spec.escape_whitespaces", "it does not mark spaces");
  const foreign = types.findIndex((type) => !PIECE_TYPES.includes(type));
  refuseIf(foreign !== -1, `piece ${foreign}`, "it is of a type that Llama does not have");
}
