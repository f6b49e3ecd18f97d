import { damaged, MAX_TEXT_LENGTH, noText, requireFileSize, tooMuchText, wholeFile } from "./note-problems";
import type { RawDocument, ReadDocument, ReadNote } from "./read-note";
import { type Recognised, recogniseFormat } from "./recognise-format";
import { tidy } from "./plain-text";

/** Documents in documents: a bundle's attachment that is a C-CDA whose body is a PDF. */
const MAX_NESTING = 3;

/**
 * The notes in a file, at least one, in its order: text, Markdown, RTF, PDF, Word, HTML, FHIR R4 JSON or C-CDA, told by content first,
 * then by `name`'s extension. Headings, lists and tables become readable plain text; what a page shows around the text does
 * not. Each reader is loaded when it is first needed. Throws NoteError.
 */
export async function readNotes(name: string, bytes: Uint8Array): Promise<ReadNote[]> {
  const extension = /\.[^.]+$/.exec(name)?.[0] ?? "";
  const at = wholeFile(name);
  requireFileSize(at, bytes.byteLength);
  const title = name.slice(0, name.length - extension.length);
  return readDocument({ bytes, type: extension.toLowerCase(), title, at }, 0);
}

async function readDocument(document: RawDocument, nesting: number): Promise<ReadNote[]> {
  const { at } = document;
  if (nesting > MAX_NESTING) throw damaged(at, `documents are nested in it more than ${MAX_NESTING} deep`);
  const notes = await readAs(recogniseFormat(document), document, (inner) => readDocument(inner, nesting + 1));
  const length = notes.reduce((sum, { text }) => sum + text.length, 0);
  if (length > MAX_TEXT_LENGTH) throw tooMuchText(at);
  const written = notes.filter(({ text }) => text.trim() !== "");
  if (written.length === 0) throw noText(at, "it holds no text");
  return written;
}

async function readAs(found: Recognised, document: RawDocument, readInner: ReadDocument): Promise<ReadNote[]> {
  const { bytes, title, at } = document;
  switch (found.format) {
    case "text":
      return [{ title, text: tidy(found.text).trimEnd() }];
    case "html":
      return [{ title, text: (await import("./markup/rich-text")).htmlText(found.text, at) }];
    case "rtf":
      return [{ title, text: (await import("./rtf/read-rtf")).readRtf(bytes, at) }];
    case "pdf":
      return [{ title, text: tidy(await (await import("./pdf/read-pdf")).readPdf(bytes, at)) }];
    case "docx":
      return [{ title, text: await (await import("./docx/read-docx")).readDocx(bytes, at) }];
    case "c-cda":
      return (await import("./c-cda/read-c-cda")).readCda(found.text, document, readInner);
    case "fhir":
      return (await import("./fhir/read-fhir")).readFhir(found.text, document, readInner);
  }
}
