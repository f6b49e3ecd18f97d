import type { PDFDocumentProxy, PDFPageProxy } from "unpdf/pdfjs";
import { NoteError } from "../../errors";
import { damaged, encrypted, type FilePlace, MAX_TEXT_LENGTH, noText, tooLarge, tooMuchText } from "../note-problems";
import { joinLines } from "./join-lines";
import { type TextLine, textLines, type TextPiece } from "./text-lines";

type PageItem = Awaited<ReturnType<PDFPageProxy["getTextContent"]>>["items"][number];

/** A chart of a long stay has some hundreds. */
const MAX_PAGES = 5000;

/**
 * The text layer of a PDF. Scripts in it are not run, and nothing is fetched; pages are not drawn.
 * Throws NoteError "damaged", "encrypted", "too-large", or "no-text" for pages that are pictures.
 */
export async function readPdf(bytes: Uint8Array, at: FilePlace): Promise<string> {
  const { getDocument } = await import("unpdf/pdfjs");
  const task = getDocument({
    // pdf.js takes the buffer for itself.
    data: bytes.slice(),
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    verbosity: 0,
  });
  try {
    return joinLines(await readPages(await task.promise, at));
  } catch (error) {
    throw asNoteError(error, at);
  } finally {
    await task.destroy();
  }
}

async function readPages(document: PDFDocumentProxy, at: FilePlace): Promise<TextLine[]> {
  const { numPages } = document;
  if (numPages > MAX_PAGES) throw tooLarge(at, `it has ${numPages} pages, and more than ${MAX_PAGES} are not read`);
  const lines: TextLine[] = [];
  let length = 0;
  for (let number = 1; number <= numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    for (const line of textLines(items.flatMap(toPiece), number)) {
      lines.push(line);
      length += line.text.length;
    }
    if (length > MAX_TEXT_LENGTH) throw tooMuchText(at);
  }
  if (lines.length > 0) return lines;
  const advice = "Recognise its text first (OCR), as scanning programs do, or type what matters.";
  throw noText(at, "its pages are pictures, without text that could be read", advice);
}

/** Nothing for what only marks where a part of the page begins. */
function toPiece(item: PageItem): TextPiece[] {
  if (!("str" in item)) return [];
  const [, , , , x, y] = item.transform as number[];
  return [{ text: item.str, x: x ?? 0, y: y ?? 0, width: item.width, height: item.height }];
}

function asNoteError(error: unknown, at: FilePlace): NoteError {
  if (error instanceof NoteError) return error;
  if (error instanceof Error && error.name === "PasswordException") return encrypted(at);
  return damaged(at, "it is no PDF that can be read", error);
}
