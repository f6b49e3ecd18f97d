import { damaged, type FilePlace, MAX_DEPTH, tooDeep } from "../note-problems";
import { PlainText } from "../plain-text";
import { RtfBody } from "./rtf-body";
import { RtfFonts } from "./rtf-fonts";
import { rtfTokens, type RtfToken } from "./rtf-tokens";
import { CHARACTERS, LINE_ENDS, SIGNS, SKIPPED_GROUPS, TEXT_GROUPS } from "./rtf-words";

type Destination = "text" | "fonts" | "mark" | "skip";

/** What a group says of the text in it; when it ends, what was said before it counts again. */
interface State {
  destination: Destination;
  /** Characters after \u for readers that do not know it. */
  substitutes: number;
  font: number | undefined;
  isHidden: boolean;
  isSuperscript: boolean;
  isHeading: boolean;
  isInTable: boolean;
}

const START: State = {
  destination: "text",
  substitutes: 1,
  font: undefined,
  isHidden: false,
  isSuperscript: false,
  isHeading: false,
  isInTable: false,
};

/**
 * The text of an RTF document: paragraphs, headings, lists with their marks, tables. Headers, footers, pictures and what is
 * hidden or deleted are left out. Format: Rich Text Format Specification 1.9.1. Throws NoteError "damaged" or "too-large".
 */
export function readRtf(bytes: Uint8Array, at: FilePlace): string {
  const reader = new RtfReader(at);
  for (const token of rtfTokens(bytes)) {
    reader.read(token);
    if (reader.isDone) return reader.finish();
  }
  throw damaged(at, "its RTF ends too soon");
}

class RtfReader {
  private readonly at: FilePlace;
  private readonly out: PlainText;
  private readonly body: RtfBody;
  private readonly fonts = new RtfFonts();
  private readonly outer: State[] = [];
  private state = START;
  /** True right after \*, which says that a group may be skipped by who does not know it. */
  private isOptional = false;
  private substitutesLeft = 0;
  private mark = "";

  /** True once the group that is the document has ended. What follows is none of it. */
  isDone = false;

  constructor(at: FilePlace) {
    this.at = at;
    this.out = new PlainText(at);
    this.body = new RtfBody(this.out);
  }

  read(token: RtfToken): void {
    if (token.kind === "open") this.open();
    else if (token.kind === "close") this.close();
    else if (this.state.destination === "skip") return;
    else if (token.kind === "word") this.word(token.word, token.value);
    else if (token.kind === "sign") this.sign(token.sign);
    else this.bytes(token.bytes);
  }

  finish(): string {
    this.body.endTable();
    return this.out.finish();
  }

  private open(): void {
    if (this.outer.push(this.state) > MAX_DEPTH) throw tooDeep(this.at);
    this.state = { ...this.state };
    this.substitutesLeft = 0;
  }

  private close(): void {
    const inner = this.state;
    this.state = this.outer.pop() ?? START;
    this.substitutesLeft = 0;
    this.isOptional = false;
    if (inner.destination === "mark" && this.state.destination !== "mark") {
      this.body.openItem(this.mark);
      this.mark = "";
    }
    this.isDone = this.outer.length === 0;
  }

  private sign(sign: string): void {
    if (sign === "*") this.isOptional = true;
    else if (sign === "\n" || sign === "\r") this.body.endLine();
    else this.text(SIGNS[sign] ?? "");
  }

  private bytes(bytes: Uint8Array): void {
    const skipped = Math.min(this.substitutesLeft, bytes.byteLength);
    this.substitutesLeft -= skipped;
    const rest = bytes.subarray(skipped);
    if (rest.byteLength === 0) return;
    if (this.state.destination === "fonts") this.fonts.describe(this.state.font ?? 0).name += latin1(rest);
    else this.text(this.fonts.decode(rest, this.state.font));
  }

  private text(text: string): void {
    if (this.state.isHidden) return;
    if (this.state.destination === "mark") this.mark += text;
    else if (this.state.destination === "text") {
      this.out.setSuperscript(this.state.isSuperscript);
      this.body.text(text, this.state);
    }
  }

  private word(word: string, value: number | undefined): void {
    const isOptional = this.isOptional;
    const character = CHARACTERS.get(word);
    this.isOptional = false;
    if (SKIPPED_GROUPS.has(word) || (isOptional && !TEXT_GROUPS.has(word))) this.state.destination = "skip";
    else if (word === "fonttbl") this.state.destination = "fonts";
    else if (word === "listtext" || word === "pntext") this.state.destination = "mark";
    else if (word === "u") this.unicode(value ?? 0);
    else if (character !== undefined) this.text(character);
    else if (!this.setState(word, value)) this.structure(word);
  }

  private unicode(value: number): void {
    this.text(this.fonts.character(value < 0 ? value + 0x10000 : value, this.state.font));
    this.substitutesLeft = this.state.substitutes;
  }

  private structure(word: string): void {
    if (LINE_ENDS.has(word)) this.body.endLine();
    else if (word === "cell") this.body.endCell();
    else if (word === "row") this.body.endTable();
    else if (word === "nestcell" || word === "nestrow") this.out.break();
  }

  /** False if the word says nothing of the text that follows it. */
  private setState(word: string, value: number | undefined): boolean {
    const { state } = this;
    const isOn = value !== 0;
    if (word === "ansicpg") this.fonts.setCodePage(value ?? 0);
    else if (word === "mac") this.fonts.setCodePage(10000);
    else if (word === "f" || word === "deff") state.font = value;
    else if (word === "fcharset") this.fonts.describe(state.font ?? 0).charset = value;
    else if (word === "cpg") this.fonts.describe(state.font ?? 0).codePage = value;
    else if (word === "uc") state.substitutes = Math.max(0, value ?? 1);
    else if (word === "v" || word === "deleted") state.isHidden = isOn;
    else if (word === "super") state.isSuperscript = isOn;
    else if (word === "nosupersub" || word === "sub") state.isSuperscript = false;
    else if (word === "plain") Object.assign(state, { isHidden: false, isSuperscript: false });
    else if (word === "outlinelevel") state.isHeading = value !== undefined && value < 9;
    else if (word === "intbl") state.isInTable = isOn;
    else if (word === "pard") Object.assign(state, { isHeading: false, isInTable: false });
    else return false;
    return true;
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 64));
}
