import type { ByteSource } from "../byte-source";
import { CheckpointError, type CheckpointErrorCode } from "../errors";
import { printable } from "./printable";
import { DOWNLOAD_AGAIN, readBytes } from "./read-bytes";

export type JsonObject = Readonly<Record<string, unknown>>;

interface JsonPlace {
  file: string;
  /** What the JSON is, for messages. */
  place: string;
  code: CheckpointErrorCode;
}

/** Objects in objects. No file read here nests more than six deep. */
const MAX_DEPTH = 64;
const WHOLE_NUMBER = /^(?:0|-?[1-9]\d*)$/;
const NUMBER_START = /[\d-]/;
const NUMBER_PART = /[\d.eE+-]/;
const LONE_SURROGATE = /\p{Cs}/u;

interface StrictOptions {
  /** True where numbers must be spelled as whole ones: neither 1.0, nor 1e3, nor -0. */
  wholeNumbers?: boolean;
}

/**
 * Parses UTF-8 JSON whose root must be an object. Unlike JSON.parse, it refuses an object that holds a key twice, and text that
 * is no Unicode. Throws CheckpointError with `at.code`.
 */
export function parseStrictJson(
  bytes: Uint8Array,
  at: JsonPlace,
  { wholeNumbers = false }: StrictOptions = {},
): JsonObject {
  const text = decodeUtf8(bytes, at);
  const value = parseJson(text, at);
  const problem = laxity(text, wholeNumbers);
  if (problem !== undefined) throw badJson(at, problem);
  return value;
}

/** Reads and parses a whole small JSON file. Throws CheckpointError with `at.code`, or "truncated". */
export async function readStrictJson(bytes: ByteSource, maxBytes: number, at: JsonPlace): Promise<JsonObject> {
  return parseStrictJson(await readWhole(bytes, maxBytes, at), at);
}

/** The whole of a file that must not be larger than `maxBytes`. */
export async function readWhole(bytes: ByteSource, maxBytes: number, at: JsonPlace): Promise<Uint8Array> {
  if (bytes.byteLength > maxBytes) {
    throw badJson(at, `${bytes.byteLength} bytes are more than the ${maxBytes} allowed`);
  }
  return readBytes(bytes, 0, bytes.byteLength, at);
}

export function decodeUtf8(bytes: Uint8Array, at: JsonPlace): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw badJson(at, "it is not valid UTF-8", cause);
  }
}

/** Parses JSON whose root must be an object. Throws CheckpointError with `at.code`. */
export function parseJson(text: string, at: JsonPlace): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badJson(at, "it is not valid JSON", cause);
  }
  if (!isJsonObject(value)) throw badJson(at, "it is not a JSON object");
  return value;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `cause` is kept for a person who debugs; a parser's message may quote the file, so it never becomes part of ours. */
function badJson(at: JsonPlace, problem: string, cause?: unknown): CheckpointError {
  return new CheckpointError(at.code, { file: at.file, place: at.place, problem, advice: DOWNLOAD_AGAIN }, { cause });
}

/** What JSON.parse lets pass in valid JSON, but this does not; undefined if there is nothing of the kind. */
function laxity(text: string, wholeNumbers: boolean): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    const mark = text[i] ?? "";
    if (mark === "{" || mark === "[") {
      if (open.push(new Set()) > MAX_DEPTH) return `values are nested more than ${MAX_DEPTH} deep`;
    } else if (mark === "}" || mark === "]") {
      open.pop();
    } else if (mark === '"') {
      const end = stringEnd(text, i);
      let string = text.slice(i, end);
      if (string.includes("\\")) {
        const parsed = String(JSON.parse(string));
        if (LONE_SURROGATE.test(parsed)) return "a text holds half a surrogate pair";
        // Two spellings of a key, such as "a" and "\u0061", are the same key.
        string = JSON.stringify(parsed);
      }
      if (isBeforeColon(text, end)) {
        const keys = open.at(-1);
        if (keys?.has(string)) return `the key ${printable(string.slice(0, 80))} appears twice`;
        keys?.add(string);
      }
      i = end - 1;
    } else if (NUMBER_START.test(mark)) {
      let end = i + 1;
      while (NUMBER_PART.test(text[end] ?? "")) end++;
      const number = text.slice(i, end);
      if (wholeNumbers && !WHOLE_NUMBER.test(number)) return `the number ${number.slice(0, 40)} is no whole one`;
      i = end - 1;
    }
  }
  return undefined;
}

/** Where the string that starts with the quote at `start` ends, its closing quote included. */
function stringEnd(text: string, start: number): number {
  for (let i = start + 1; ; i++) {
    const mark = text[i];
    if (mark === '"' || mark === undefined) return i + 1;
    if (mark === "\\") i++;
  }
}

function isBeforeColon(text: string, start: number): boolean {
  let i = start;
  while (/\s/.test(text[i] ?? "")) i++;
  return text[i] === ":";
}
