import { decodeBase64 } from "../decode-base64";
import { unknownFormat } from "../note-problems";
import { RichText } from "../markup/rich-text";
import { type MarkupHandler, walkMarkup } from "../markup/walk-markup";
import { PlainText } from "../plain-text";
import type { RawDocument, ReadDocument, ReadNote } from "../read-note";

/**
 * A C-CDA document as one note: each section's title as a heading, then its narrative; or what its body holds as a file.
 * Format: HL7 CDA R2, 4.3 (narrative blocks). Throws NoteError "damaged", "too-large", or "unknown-format" for other XML.
 */
export async function readCda(xml: string, { title, at }: RawDocument, readInner: ReadDocument): Promise<ReadNote[]> {
  const out = new PlainText(at);
  const reader = new CdaReader(out);
  walkMarkup(xml, "xml", at, reader);
  if (reader.root !== "ClinicalDocument") throw unknownFormat(at, "it is XML, but no C-CDA document");
  const called = reader.title.replace(/\s+/g, " ").trim() || title;
  const { body } = reader;
  if (body === undefined) return [{ title: called, text: out.finish() }];
  if (body.isEncoded) {
    return readInner({ bytes: decodeBase64(body.text, at), type: body.type, title: called, at });
  }
  out.verbatim(body.text);
  return [{ title: called, text: out.finish() }];
}

/** A document's body that is no sections, but a file of another kind. */
interface Body {
  type: string;
  isEncoded: boolean;
  text: string;
}

class CdaReader implements MarkupHandler {
  title = "";
  body: Body | undefined;
  private readonly out: PlainText;
  /** The elements that are open, outermost first. */
  private readonly path: string[] = [];
  private narrative: { depth: number; writer: Narrative } | undefined;
  root: string | undefined;

  constructor(out: PlainText) {
    this.out = out;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const parent = this.path.at(-1);
    this.root ??= name;
    this.path.push(name);
    if (this.narrative !== undefined) this.narrative.writer.open(name, attributes);
    else if (parent === "section" && name === "title") this.out.openHeading();
    else if (parent === "section" && name === "text") {
      this.narrative = { depth: this.path.length, writer: new Narrative(this.out) };
    } else if (parent === "nonXMLBody" && name === "text") {
      const isEncoded = attributes.representation === "B64";
      this.body = { type: attributes.mediaType ?? "", isEncoded, text: "" };
    }
  }

  close(name: string): void {
    const depth = this.path.length;
    this.path.pop();
    if (this.narrative?.depth === depth) {
      this.narrative.writer.end();
      this.narrative = undefined;
    } else if (this.narrative !== undefined) this.narrative.writer.close(name);
    else if (name === "title" && this.path.at(-1) === "section") this.out.closeHeading();
  }

  text(text: string): void {
    const [name, parent] = [this.path.at(-1), this.path.at(-2)];
    if (this.narrative !== undefined) this.narrative.writer.text(text);
    else if (name === "title" && parent === "section") this.out.flowing(text);
    else if (name === "title" && parent === "ClinicalDocument") this.title += text;
    else if (name === "text" && parent === "nonXMLBody" && this.body !== undefined) this.body.text += text;
  }
}

/** One section's text. Where it has no elements at all, its line ends are the only layout that it has, and are kept. */
class Narrative implements MarkupHandler {
  private readonly out: PlainText;
  private readonly rich: RichText;
  /** Text before the first element; undefined once there was one. */
  private bare: string[] | undefined = [];

  constructor(out: PlainText) {
    this.out = out;
    this.rich = new RichText(out);
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    for (const text of this.bare ?? []) this.rich.text(text);
    this.bare = undefined;
    this.rich.open(name, attributes);
  }

  close(name: string): void {
    this.rich.close(name);
  }

  text(text: string): void {
    if (this.bare === undefined) this.rich.text(text);
    else this.bare.push(text);
  }

  end(): void {
    const lines = this.bare?.join("").trim().split("\n") ?? [];
    for (const line of lines) {
      this.out.verbatim(line.trim());
      this.out.endLine();
    }
    this.out.break(2);
  }
}
