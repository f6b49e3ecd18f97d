/** RTF's parts, in their order. Format: Rich Text Format Specification 1.9.1, "RTF Syntax". */
export type RtfToken =
  | { kind: "open" }
  | { kind: "close" }
  | { kind: "word"; word: string; value: number | undefined }
  /** A character that a word or a sign stands for, such as \~. */
  | { kind: "sign"; sign: string }
  /** Text in the encoding of the font at hand. */
  | { kind: "bytes"; bytes: Uint8Array };

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const QUOTE = 0x27;
const MINUS = 0x2d;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** Reads RTF in one pass. What is no RTF comes out as text; nothing throws. */
export function* rtfTokens(bytes: Uint8Array): Generator<RtfToken> {
  let at = 0;
  while (at < bytes.byteLength) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1] ?? 0;
    if (byte === OPEN || byte === CLOSE) {
      at++;
      yield { kind: byte === OPEN ? "open" : "close" };
    } else if (byte !== BACKSLASH || next === QUOTE) {
      const run = textRun(bytes, at);
      at = run.end;
      yield { kind: "bytes", bytes: run.text };
    } else if (isLetter(next)) {
      const { token, end } = controlWord(bytes, at + 1);
      // The raw data of a picture follow \bin.
      at = token.word === "bin" ? end + Math.max(0, token.value ?? 0) : end;
      yield token;
    } else {
      at += 2;
      yield { kind: "sign", sign: String.fromCharCode(next) };
    }
  }
}

/** Bytes that stand for themselves or are spelled as \'e9, together: a character may be made of both. */
function textRun(bytes: Uint8Array, start: number): { text: Uint8Array; end: number } {
  let end = start;
  while (end < bytes.byteLength && isOfRun(bytes, end)) end++;
  const text = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === BACKSLASH) {
      text[length++] = Number.parseInt(ascii(bytes.subarray(at + 2, at + 4)), 16);
      at += 3;
    } else if (byte !== LINE_FEED && byte !== RETURN) {
      text[length++] = byte;
    }
  }
  return { text: text.subarray(0, length), end };
}

function isOfRun(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === BACKSLASH ? bytes[at + 1] === QUOTE : byte !== OPEN && byte !== CLOSE;
}

function controlWord(bytes: Uint8Array, start: number): { token: RtfToken & { kind: "word" }; end: number } {
  let at = start;
  while (isLetter(bytes[at] ?? 0)) at++;
  const word = ascii(bytes.subarray(start, at));
  const numberStart = at;
  if (bytes[at] === MINUS) at++;
  while (isDigit(bytes[at] ?? 0)) at++;
  const number = Number.parseInt(ascii(bytes.subarray(numberStart, at)), 10);
  if (bytes[at] === SPACE) at++;
  return { token: { kind: "word", word, value: Number.isNaN(number) ? undefined : number }, end: at };
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 64));
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
