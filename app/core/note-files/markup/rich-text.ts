import type { FilePlace } from "../note-problems";
import { PlainText } from "../plain-text";
import { type MarkupHandler, walkMarkup } from "./walk-markup";

type Kind =
  "break" | "heading" | "item" | "line" | "list" | "paragraph" | "row" | "cell" | "superscript" | "verbatim" | "skip";

/** Elements of HTML and, in the last line, of C-CDA's narratives, which are alike. What is not listed flows on. */
const KINDS: Readonly<Record<string, Kind>> = {
  ...kind("heading", "h1 h2 h3 h4 h5 h6"),
  ...kind("paragraph", "p blockquote dl figure table section article aside header footer main"),
  ...kind("line", "div hr dt dd caption address legend fieldset form tbody thead tfoot summary details figcaption"),
  ...kind("list", "ul ol list"),
  ...kind("item", "li item"),
  ...kind("break", "br"),
  ...kind("row", "tr"),
  ...kind("cell", "td th"),
  ...kind("superscript", "sup"),
  ...kind("verbatim", "pre textarea"),
  ...kind("skip", "script style head template noscript svg math object iframe select"),
  ...kind("paragraph", "paragraph"),
};

function kind(value: Kind, names: string): Record<string, Kind> {
  return Object.fromEntries(names.split(" ").map((name) => [name, value]));
}

interface List {
  /** Number of the item at hand; undefined in a list whose items are not numbered. */
  number: number | undefined;
}

/** Writes the elements of HTML, or of a C-CDA narrative, down as plain text. */
export class RichText implements MarkupHandler {
  private readonly out: PlainText;
  private readonly lists: List[] = [];
  private skipped = 0;
  private preformatted = 0;

  constructor(out: PlainText) {
    this.out = out;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const kind = KINDS[name];
    if (kind === "skip") this.skipped++;
    if (this.skipped > 0) return;
    if (kind === "heading") this.out.openHeading();
    else if (kind === "paragraph") this.out.break(this.gap());
    else if (kind === "line") this.out.break();
    else if (kind === "break") this.out.endLine();
    else if (kind === "list") this.openList(name === "ol" || attributes.listType === "ordered");
    else if (kind === "item") this.openItem();
    else if (kind === "row") this.out.openRow();
    else if (kind === "cell") this.out.openCell();
    else if (kind === "superscript") this.out.setSuperscript(true);
    else if (kind === "verbatim") {
      this.out.break(2);
      this.preformatted++;
    }
  }

  close(name: string): void {
    const kind = KINDS[name];
    if (this.skipped > 0) {
      if (kind === "skip") this.skipped--;
      return;
    }
    if (kind === "heading") this.out.closeHeading();
    else if (kind === "paragraph") this.out.break(this.gap());
    else if (kind === "line") this.out.break();
    else if (kind === "item") this.out.closeItem();
    else if (kind === "list") {
      this.lists.pop();
      this.out.break(this.gap());
    } else if (kind === "row") this.out.closeRow();
    else if (kind === "superscript") this.out.setSuperscript(false);
    else if (kind === "verbatim") {
      this.preformatted--;
      this.out.break(2);
    }
  }

  text(text: string): void {
    if (this.skipped > 0) return;
    if (this.preformatted > 0) this.out.verbatim(text);
    else this.out.flowing(text);
  }

  private openList(isNumbered: boolean): void {
    this.out.break(this.gap());
    this.lists.push({ number: isNumbered ? 0 : undefined });
  }

  private openItem(): void {
    const list = this.lists.at(-1);
    if (list?.number !== undefined) list.number++;
    const indent = "  ".repeat(Math.max(0, this.lists.length - 1));
    this.out.openItem(indent + (list?.number === undefined ? "- " : `${list.number}. `));
  }

  /** Lines that a block starts and ends with: lists are set tight. */
  private gap(): 1 | 2 {
    return this.lists.length > 0 ? 1 : 2;
  }
}

/** The text of an HTML document or of a part of one. Throws NoteError "damaged" or "too-large". */
export function htmlText(html: string, at: FilePlace): string {
  const out = new PlainText(at);
  walkMarkup(html, "html", at, new RichText(out));
  return out.finish();
}
