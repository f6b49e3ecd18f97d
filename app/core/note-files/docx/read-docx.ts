import type { FilePlace } from "../note-problems";
import { type MarkupHandler, walkMarkup } from "../markup/walk-markup";
import { PlainText } from "../plain-text";
import { symbolText } from "../symbol-fonts";
import { readDocxParts } from "./docx-parts";
import { type ParagraphLook, readLook, readStyles } from "./docx-styles";
import { createListMarks } from "./list-marks";

/** Second renderings of what stands beside them, what was deleted or moved away, and how paragraphs were before a change. */
const SKIPPED = new Set(["Fallback", "del", "moveFrom", "pPrChange", "rPrChange", "tabs"]);

/**
 * The text of a Word document, then its foot- and endnotes: paragraphs, headings, lists with their numbers, tables. What is
 * deleted or hidden is left out, and so are headers, footers and comments.
 * Throws NoteError "damaged", "encrypted", "too-large" or "unknown-format".
 */
export async function readDocx(bytes: Uint8Array, at: FilePlace): Promise<string> {
  const parts = await readDocxParts(bytes, at);
  const out = new PlainText(at);
  const body = new DocxBody(out, readStyles(parts.styles, at), createListMarks(parts.numbering, at));
  for (const part of [parts.document, parts.footnotes, parts.endnotes]) {
    if (part === undefined) continue;
    walkMarkup(part, "xml", at, body);
    out.break(2);
  }
  return out.finish();
}

/** Writes WordprocessingML down as plain text; see ECMA-376 part 1, 17. A paragraph's properties come before its text. */
class DocxBody implements MarkupHandler {
  private readonly out: PlainText;
  private readonly styleLook: (styleId: string) => ParagraphLook;
  private readonly markOf: ReturnType<typeof createListMarks>;
  /** The paragraph at hand, from its start to its end. */
  private look: ParagraphLook | undefined;
  private isInText = false;
  private isHidden = false;
  private skipped = 0;

  constructor(out: PlainText, styleLook: DocxBody["styleLook"], markOf: DocxBody["markOf"]) {
    this.out = out;
    this.styleLook = styleLook;
    this.markOf = markOf;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (SKIPPED.has(name)) this.skipped++;
    if (this.skipped > 0) return;
    const { val = "" } = attributes;
    if (name === "p") this.openParagraph();
    else if (name === "pStyle") this.look = this.styleLook(val);
    else if (name === "vanish") this.isHidden = val !== "0" && val !== "false";
    else if (name === "vertAlign") this.out.setSuperscript(val === "superscript");
    else if (name === "r") this.openRun();
    else if (name === "t") this.isInText = true;
    else if (name === "tr") this.out.openRow();
    else if (name === "tc") this.out.openCell();
    else if (this.isHidden) return;
    else if (name === "tab") this.out.verbatim("\t");
    else if (name === "br" || name === "cr") this.out.endLine();
    else if (name === "noBreakHyphen") this.out.verbatim("-");
    else if (name === "sym") this.out.verbatim(symbolText(attributes.font, Number.parseInt(attributes.char ?? "", 16)));
    else if (this.look !== undefined) readLook(this.look, name, val);
  }

  close(name: string): void {
    if (SKIPPED.has(name)) this.skipped--;
    if (this.skipped > 0) return;
    if (name === "pPr") this.beginParagraph();
    else if (name === "p") this.endParagraph();
    else if (name === "t") this.isInText = false;
    else if (name === "tr") this.out.closeRow();
  }

  text(text: string): void {
    if (this.isInText && !this.isHidden && this.skipped === 0) this.out.verbatim(text);
  }

  private openParagraph(): void {
    this.look = { isHeading: false, list: undefined };
    this.openRun();
  }

  /** Ends what the run before, or the mark of the paragraph before, said of its text. */
  private openRun(): void {
    this.isHidden = false;
    this.out.setSuperscript(false);
  }

  private beginParagraph(): void {
    if (this.look === undefined) return;
    if (this.look.isHeading) this.out.openHeading();
    else if (this.look.list !== undefined) this.out.openItem(this.markOf(this.look.list));
  }

  private endParagraph(): void {
    if (this.look?.isHeading === true) this.out.closeHeading();
    else if (this.look?.list !== undefined) this.out.closeItem();
    else this.out.endLine();
    this.look = undefined;
  }
}
