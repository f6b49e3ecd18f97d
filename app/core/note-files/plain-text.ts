import { type FilePlace, MAX_TEXT_LENGTH, tooMuchText } from "./note-problems";

/**
 * Writes a document down as plain text that a person, the section finder and a model can read: paragraphs and headings on
 * lines of their own, list items behind marks, a table's row a line with " | " between its cells.
 */
export class PlainText {
  private readonly at: FilePlace;
  private readonly parts: string[] = [];
  private written = 0;
  /** The last character written, and the last that is no space. */
  private last = "";
  private lastMark = "";
  /** Line feeds to write before the next text. */
  private breaks = 0;
  private isSpaceDue = false;
  /** True where the next text of a cell starts on a line of its own in the document. */
  private isPartDue = false;
  private isSuperscript = false;
  private wasSuperscript = false;
  /** What the next text is to stand behind, as the first of a list's item. */
  private dueMark = "";
  /** Cells begun in each row that is open, outermost first. */
  private readonly rows: number[] = [];
  private headingStart: number | undefined;

  constructor(at: FilePlace) {
    this.at = at;
  }

  /** Text in which any white space is as good as one space, as in HTML. */
  flowing(text: string): void {
    const words = text.replace(/[ \t\n\r\f]+/g, " ");
    if (words.startsWith(" ")) this.isSpaceDue = true;
    const word = words.replace(/^ | $/g, "");
    if (word === "") return;
    this.write(word);
    if (words.endsWith(" ")) this.isSpaceDue = true;
  }

  /** Text whose spaces and line ends count. In a table's cell, its lines are set apart within the line. */
  verbatim(text: string): void {
    if (text === "") return;
    if (this.rows.length === 0) this.write(text);
    else this.verbatimInCell(text);
  }

  /** Says whether the text that follows is superscript. A number that is stands behind "^", apart from a number before it. */
  setSuperscript(isSuperscript: boolean): void {
    this.isSuperscript = isSuperscript;
  }

  /** What follows starts on a new line, or after `lines - 1` empty ones. In a table's cell, it is set apart within the line. */
  break(lines: 1 | 2 = 1): void {
    if (this.dueMark !== "") return;
    if (this.rows.length > 0) this.isPartDue = true;
    else this.breaks = Math.max(this.breaks, lines);
  }

  /** Ends the line at hand, or leaves one empty if there is none. */
  endLine(): void {
    this.break(this.breaks === 0 ? 1 : 2);
  }

  /** Begins a list's item. In a table's cell, where items follow each other in one line, it has no mark. */
  openItem(mark: string): void {
    this.break();
    if (this.rows.length === 0) this.dueMark = mark;
  }

  closeItem(): void {
    this.dueMark = "";
    this.break();
  }

  openHeading(): void {
    this.break(2);
    this.headingStart = this.written;
  }

  /** A heading ends in a colon, unless it ends a sentence: so that it is known for one wherever the text goes. */
  closeHeading(): void {
    const isWritten = this.headingStart !== undefined && this.written > this.headingStart;
    if (isWritten && this.rows.length === 0 && !/[:.?!]/.test(this.lastMark)) this.append(":");
    this.headingStart = undefined;
    this.break();
  }

  openRow(): void {
    this.break();
    this.rows.push(0);
  }

  openCell(): void {
    const cells = this.rows.pop();
    if (cells === undefined) return;
    this.endCell();
    if (cells > 0) this.write(" | ");
    this.rows.push(cells + 1);
  }

  closeRow(): void {
    this.rows.pop();
    this.endCell();
    this.break();
  }

  /** All of it, tidied. */
  finish(): string {
    return tidy(this.parts.join(""))
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .replace(/^\n+/, "")
      .trimEnd();
  }

  private endCell(): void {
    this.isSpaceDue = false;
    this.isPartDue = false;
  }

  private verbatimInCell(text: string): void {
    text.split("\n").forEach((line, i) => {
      if (i > 0) this.break();
      this.flowing(line.replace(/\s+/g, " "));
    });
  }

  private write(text: string): void {
    if (this.written > 0 && this.breaks > 0) this.append("\n".repeat(this.breaks));
    else if (this.isPartDue && /[\p{L}\p{N})%]/u.test(this.lastMark)) this.append("; ");
    else if ((this.isPartDue || this.isSpaceDue) && /\S/.test(this.last) && !text.startsWith(" ")) this.append(" ");
    this.breaks = 0;
    this.endCell();
    const isRaised = this.isSuperscript && !this.wasSuperscript && /\d/.test(this.last) && /^[\d+−–-]/.test(text);
    this.append(this.dueMark + (isRaised ? "^" : "") + text);
    this.dueMark = "";
    this.wasSuperscript = this.isSuperscript;
  }

  private append(text: string): void {
    this.parts.push(text);
    this.written += text.length;
    if (this.written > MAX_TEXT_LENGTH) throw tooMuchText(this.at);
    this.last = text.slice(-1);
    this.lastMark = text.trimEnd().slice(-1) || this.lastMark;
  }
}

/** Text without what cannot be seen: one kind of line end and of space, no control characters, soft hyphens or halves of pairs. */
export function tidy(text: string): string {
  return (
    text
      .replace(/\r\n?|[\v\u0085\u2028\u2029]/g, "\n")
      .replace(/\f/g, "\n\n")
      .replace(/[\u00a0\u202f\u2007]/g, " ")
      // eslint-disable-next-line no-control-regex -- these are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2060\ufeff]/g, "")
      .replace(/\p{Cs}/gu, "\ufffd")
  );
}
