import { isJsonObject } from "../checkpoint/strict-json";
import { bytesOfSpelling } from "./byte-alphabet";

/** What a token adds to a text. */
export interface PieceDecoder {
  /** How tokens are spelled: as bytes in GPT-2's alphabet, or as text with a mark for a space. */
  kind: "byte-level" | "sentence-piece";
  /** The token's bytes; a character may be spread over several tokens. */
  bytesOf(token: string): Uint8Array;
  /** True where a text's first space is the tokenizer's own and not part of the text. */
  stripsLeadingSpace: boolean;
}

/** SentencePiece's mark for a space. */
export const SPACE_MARK = "\u2581";

/** SentencePiece's spelling of a single byte: `<0x0A>`. */
const BYTE_TOKEN = /^<0x([0-9A-Fa-f]{2})>$/;

/**
 * Makes a decoder from the `decoder` of a tokenizer.json: byte-level (Llama 3, SmolLM2) or SentencePiece's (Llama 1 and 2,
 * Mistral). Undefined for any other.
 */
export function createPieceDecoder(decoder: unknown): PieceDecoder | undefined {
  const steps = flatten(decoder);
  const encoder = new TextEncoder();
  if (steps.some((step) => step.type === "ByteLevel")) {
    const bytesOf = (token: string): Uint8Array => bytesOfSpelling(token) ?? encoder.encode(token);
    return { kind: "byte-level", bytesOf, stripsLeadingSpace: false };
  }
  const metaspace = steps.find((step) => step.type === "Metaspace");
  const replacesMark = steps.some((step) => step.type === "Replace" && patternOf(step) === SPACE_MARK);
  if (metaspace === undefined && !replacesMark) return undefined;
  const bytesOf = (token: string): Uint8Array => {
    const byte = BYTE_TOKEN.exec(token)?.[1];
    return byte === undefined
      ? encoder.encode(token.replaceAll(SPACE_MARK, " "))
      : Uint8Array.of(Number.parseInt(byte, 16));
  };
  const strips = steps.some((step) => step.type === "Strip" && step.content === " " && step.start === 1);
  const prepends = metaspace !== undefined && metaspace.prepend_scheme !== "never";
  return { kind: "sentence-piece", bytesOf, stripsLeadingSpace: strips || prepends };
}

function flatten(decoder: unknown): Readonly<Record<string, unknown>>[] {
  if (!isJsonObject(decoder)) return [];
  const inner = decoder.type === "Sequence" ? decoder.decoders : undefined;
  return Array.isArray(inner) ? inner.flatMap(flatten) : [decoder];
}

function patternOf(step: Readonly<Record<string, unknown>>): unknown {
  return isJsonObject(step.pattern) ? step.pattern.String : undefined;
}
