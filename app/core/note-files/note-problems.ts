import { printable } from "../checkpoint/printable";
import { NoteError } from "../errors";

/** Where in what the user brought: the file, and a page, an entry or a resource in it. Both are safe to show. */
export interface FilePlace {
  file: string;
  place?: string;
}

/** A file at most. A scanned chart of hundreds of pages stays below. */
const MAX_FILE_BYTES = 50 << 20;
/** The text of one file at most, in UTF-16 units: some 800,000 words, hundreds of times a long chart. */
export const MAX_TEXT_LENGTH = 5 << 20;
/** Elements in elements, groups in groups, objects in objects. Deep tables of word processors stay below 100. */
export const MAX_DEPTH = 500;

const PASTE = "open it in the program that it came from, and copy and paste its text.";

/** `cause` is kept for a person who debugs; a parser's message may quote the file, so it never becomes part of ours. */
export function damaged(at: FilePlace, problem: string, cause?: unknown): NoteError {
  return new NoteError("damaged", { ...at, problem, advice: `Save or export it again, or ${PASTE}` }, { cause });
}

export function tooLarge(at: FilePlace, problem: string): NoteError {
  return new NoteError("too-large", { ...at, problem, advice: "Bring the notes that matter one by one." });
}

/** Throws NoteError "too-large" for a file that need not be opened to be refused. */
export function requireFileSize(at: FilePlace, sizeBytes: number): void {
  if (sizeBytes > MAX_FILE_BYTES) throw tooLarge(at, `it is larger than the ${MAX_FILE_BYTES >> 20} MiB that are read`);
}

/** The place that a whole file is. */
export function wholeFile(name: string): FilePlace {
  return { file: printable(name) };
}

/** For a reader that finds no end. */
export function tooSlow(at: FilePlace, seconds: number): NoteError {
  return damaged(at, `it could not be read within ${seconds} seconds`);
}

export function tooMuchText(at: FilePlace): NoteError {
  return tooLarge(at, `it holds more than ${MAX_TEXT_LENGTH} characters of text`);
}

export function tooDeep(at: FilePlace): NoteError {
  return damaged(at, `its parts are nested more than ${MAX_DEPTH} deep`);
}

export function noText(at: FilePlace, problem: string, advice = `To use it, ${PASTE}`): NoteError {
  return new NoteError("no-text", { ...at, problem, advice });
}

export function encrypted(at: FilePlace): NoteError {
  const advice = `Save it without a password, or ${PASTE}`;
  return new NoteError("encrypted", { ...at, problem: "it is protected by a password", advice });
}

export function unknownFormat(at: FilePlace, problem: string): NoteError {
  const advice = `Notes are read from text, Markdown, RTF, PDF, Word (.docx), HTML, FHIR R4 JSON and C-CDA XML. Otherwise, ${PASTE}`;
  return new NoteError("unknown-format", { ...at, problem, advice });
}
