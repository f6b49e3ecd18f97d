import type { PlainText } from "../plain-text";

/** What the paragraph that a text stands in is. */
interface Place {
  isHeading: boolean;
  isInTable: boolean;
}

/** Writes paragraphs, list items and tables down in the order in which RTF tells of them: each says at its end that it was one. */
export class RtfBody {
  private readonly out: PlainText;
  private paragraph: "none" | "plain" | "heading" | "item" = "none";
  private isRowOpen = false;
  private isCellOpen = false;

  constructor(out: PlainText) {
    this.out = out;
  }

  text(text: string, { isHeading, isInTable }: Place): void {
    if (isInTable) this.openCell();
    else if (this.isRowOpen) this.endTable();
    if (this.paragraph === "none") {
      this.paragraph = isHeading ? "heading" : "plain";
      if (isHeading) this.out.openHeading();
    }
    this.out.verbatim(text);
  }

  /** Begins an item of a list; `mark` is what the document shows before it. */
  openItem(mark: string): void {
    const shown = mark.trim();
    this.paragraph = "item";
    this.out.openItem(/[\p{L}\p{N}]/u.test(shown) ? `${shown} ` : "- ");
  }

  endLine(): void {
    if (this.paragraph === "heading") this.out.closeHeading();
    else if (this.paragraph === "item") this.out.closeItem();
    else this.out.endLine();
    this.paragraph = "none";
  }

  endCell(): void {
    this.openCell();
    this.isCellOpen = false;
    this.paragraph = "none";
  }

  /** Ends the row at hand, if there is one. */
  endTable(): void {
    if (this.isRowOpen) this.out.closeRow();
    this.isRowOpen = false;
    this.isCellOpen = false;
    this.paragraph = "none";
  }

  private openCell(): void {
    if (!this.isRowOpen) this.out.openRow();
    if (!this.isCellOpen) this.out.openCell();
    this.isRowOpen = true;
    this.isCellOpen = true;
  }
}
