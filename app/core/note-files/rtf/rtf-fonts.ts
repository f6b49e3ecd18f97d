import { decodeBytes } from "../decode-text";
import { symbolText } from "../symbol-fonts";

/** RTF's \fcharset as encodings; 1 stands for the document's own: Rich Text Format Specification 1.9.1, "Font Table". */
const CHARSETS: Readonly<Record<number, string>> = {
  0: "windows-1252",
  77: "macintosh",
  128: "shift_jis",
  129: "euc-kr",
  134: "gbk",
  136: "big5",
  161: "windows-1253",
  162: "windows-1254",
  163: "windows-1258",
  177: "windows-1255",
  178: "windows-1256",
  186: "windows-1257",
  204: "windows-1251",
  222: "windows-874",
  238: "windows-1250",
};
const CODE_PAGES: Readonly<Record<number, string>> = {
  866: "ibm866",
  874: "windows-874",
  932: "shift_jis",
  936: "gbk",
  949: "euc-kr",
  950: "big5",
  10000: "macintosh",
  65001: "utf-8",
};
const DEFAULT_CHARSET = 1;
const SYMBOL_CHARSET = 2;
const PRIVATE_AREA = 0xf000;

interface Font {
  charset: number | undefined;
  /** A code page that says more than the character set; rare. */
  codePage: number | undefined;
  name: string;
}

/** A document's fonts, which say how its bytes are to be read. */
export class RtfFonts {
  private readonly fonts = new Map<number, Font>();
  private codePage = "windows-1252";

  setCodePage(number: number): void {
    this.codePage = codePageEncoding(number) ?? "windows-1252";
  }

  /** The font of this number, which the font table is about to describe. */
  describe(number: number): Font {
    const font = this.fonts.get(number) ?? { charset: undefined, codePage: undefined, name: "" };
    this.fonts.set(number, font);
    return font;
  }

  decode(bytes: Uint8Array, fontNumber: number | undefined): string {
    const font = this.fontOf(fontNumber);
    if (isSymbol(font)) return Array.from(bytes, (byte) => symbolText(symbolName(font), byte)).join("");
    const ofFont = codePageEncoding(font?.codePage) ?? CHARSETS[font?.charset ?? DEFAULT_CHARSET];
    return decodeBytes(bytes, ofFont ?? this.codePage);
  }

  /** A character that is given by its number. */
  character(code: number, fontNumber: number | undefined): string {
    const font = this.fontOf(fontNumber);
    const isOfFont = code >= PRIVATE_AREA && code <= PRIVATE_AREA + 0xff;
    return isOfFont ? symbolText(symbolName(font), code) : String.fromCharCode(code);
  }

  private fontOf(number: number | undefined): Font | undefined {
    return number === undefined ? undefined : this.fonts.get(number);
  }
}

function codePageEncoding(number: number | undefined): string | undefined {
  if (number === undefined) return undefined;
  return CODE_PAGES[number] ?? (number >= 1250 && number <= 1258 ? `windows-${number}` : undefined);
}

function isSymbol(font: Font | undefined): boolean {
  return font?.charset === SYMBOL_CHARSET;
}

function symbolName(font: Font | undefined): string {
  return font === undefined || font.name === "" ? "Symbol" : font.name;
}
