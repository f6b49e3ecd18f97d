import { describe, expect, it } from "vitest";
import { utf8 } from "../testing/utf8";
import { readRtf } from "./read-rtf";

const HEAD = String.raw`\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Arial;}{\f3\fcharset128 Mincho;}}`;
const read = (body: string): string => readRtf(utf8(`{${HEAD}${body}}`), { file: "note.rtf" });

describe("readRtf", () => {
  it("ends lines where paragraphs end, and nowhere else", () => {
    expect(read("One\r\n two\\par three\\line four\\par\\par five")).toBe("One two\nthree\nfour\n\nfive");
  });

  it("reads bytes by the code page and the font's character set", () => {
    expect(read(String.raw`Caf\'e9 \'96 {\f2\'e4\'e0} {\f3\'82\'a0}`)).toBe("Café – да あ");
  });

  it("reads what no font says anything of by the document's code page", () => {
    const fonts = String.raw`{\fonttbl{\f0\fnil Arial;}{\f1\fcharset0 Arial;}{\f2\fcharset128\cpg65001 Arial;}}`;
    const rtf = String.raw`{\rtf1\ansi\ansicpg1250\deff0${fonts}\'b9 {\f1\'b9} {\f2\'c2\'b1}}`;
    expect(readRtf(utf8(rtf), { file: "note.rtf" })).toBe("ą ¹ ±");
  });

  it("reads Unicode, and skips as many substitutes as the document says", () => {
    expect(read(String.raw`\u8805? 5 {\uc2\u8804\'3c\'3d} 6 {\uc0\u176}C \u-10179 ?\u-8704 ?`)).toBe("≥ 5 ≤ 6 °C 😀");
  });

  it("reads signs of symbol fonts, as bytes or as private characters", () => {
    expect(read(String.raw`{\f1\'b3} 5, {\f1\u-3917 ?} 6`)).toBe("≥ 5, ≥ 6");
  });

  it("reads marks by their words and signs", () => {
    expect(read(String.raw`a\tab b\emdash c\~d\_e \{f\} \\ \ldblquote g\rdblquote`)).toBe("a\tb—c d-e {f} \\ “g”");
  });

  it("knows headings by their outline level, and list items by their marks", () => {
    const body = String.raw`\pard\outlinelevel0 Plan\par\pard {\listtext 1.\tab}Aspirin\par{\listtext\f1\'b7\tab}Rest\par\pard Done\par`;
    expect(read(body)).toBe("Plan:\n1. Aspirin\n- Rest\nDone");
  });

  it("writes tables as rows of cells", () => {
    const row = (...cells: string[]): string =>
      `\\trowd\\pard\\intbl ${cells.map((text) => `${text}\\cell`).join(" ")}\\row`;
    expect(read(`a\\par${row("Drug", "Dose")}${row("Aspirin", "81 mg\\par daily")}${row("", "x")}\\pard b`)).toBe(
      "a\nDrug | Dose\nAspirin | 81 mg; daily\n | x\nb",
    );
  });

  it("keeps a superscript number apart from the number before it", () => {
    expect(read(String.raw`x10{\super 9}/L, 10{\super {\b \u8722?3}} and 1.2\super 1\nosupersub .`)).toBe(
      "x10^9/L, 10^−3 and 1.2^1.",
    );
    expect(read(String.raw`SpO\super\sub 2\nosupersub 98, \super\plain 1\super0 2, May 1{\super st}`)).toBe(
      "SpO298, 12, May 1st",
    );
  });

  it("leaves out headers, pictures, hidden text and what is marked as skippable", () => {
    const body = String.raw`a{\header no}{\pict\wmetafile8 0102}{\*\unknown no}{\info{\title no}}{\v no}{\field{\*\fldinst PAGE}{\fldrslt 7}}b`;
    expect(read(body)).toBe("a7b");
    expect(read("a{\\pict\\bin3 }}}}b")).toBe("ab");
  });

  it("says when a document ends too soon, and ignores what follows its end", () => {
    expect(() => readRtf(utf8(`{${HEAD}cut off`), { file: "note.rtf" })).toThrow("note.rtf: its RTF ends too soon.");
    expect(readRtf(utf8(`{${HEAD}whole}\0\0}`), { file: "note.rtf" })).toBe("whole");
  });
});
