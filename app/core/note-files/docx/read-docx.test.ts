import { describe, expect, it } from "vitest";
import { buildZip } from "../../checkpoint/testing/build-zip";
import { buildDocx, buildPackage, listed, paragraph, styled } from "../testing/build-docx";
import { utf8 } from "../testing/utf8";
import { readDocx } from "./read-docx";

const at = { file: "note.docx" };
const read = async (body: string, parts: Record<string, string> = {}): Promise<string> =>
  readDocx(await buildDocx(body, parts), at);
const run = (inner: string): string => `<w:r>${inner}</w:r>`;

const STYLES = `<w:styles>
  <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
  <w:style w:styleId="Mine"><w:name w:val="mine"/><w:basedOn w:val="berschrift1"/></w:style>
  <w:style w:styleId="Bullets"><w:name w:val="list bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
</w:styles>`;
const level = (ilvl: number, format: string): string =>
  `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/></w:lvl>`;
const NUMBERING = `<w:numbering>
  <w:abstractNum w:abstractNumId="5">${level(0, "decimal")}${level(1, "lowerLetter")}${level(2, "lowerRoman")}</w:abstractNum>
  <w:abstractNum w:abstractNumId="6">${level(0, "bullet")}</w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>
</w:numbering>`;

describe("readDocx", () => {
  it("keeps paragraphs, empty ones and spaces", async () => {
    const body = paragraph("Na  138") + paragraph("") + paragraph("Hb < 7 & falling");
    expect(await read(body)).toBe("Na  138\n\nHb < 7 & falling");
  });

  it("knows headings by the name of their style or its base, whatever their ids, and by outline level", async () => {
    const body = [
      paragraph("HPI", styled("berschrift1")),
      paragraph("Text", styled("Nothing")),
      paragraph("Plan", styled("Mine")),
      paragraph("Labs", '<w:outlineLvl w:val="2"/>'),
      paragraph("Text", '<w:outlineLvl w:val="9"/>'),
    ];
    expect(await read(body.join(""), { "styles.xml": STYLES })).toBe("HPI:\nText\n\nPlan:\n\nLabs:\nText");
  });

  it("gives list items the numbers and letters that Word shows", async () => {
    const items = [listed(1), listed(1, 1), listed(1, 1), listed(1, 2), listed(1), listed(1, 1), styled("Bullets")];
    const body = items.map((properties, i) => paragraph(`item ${i}`, properties)).join("");
    expect(await read(body, { "styles.xml": STYLES, "numbering.xml": NUMBERING })).toBe(
      "1. item 0\n  a. item 1\n  b. item 2\n    i. item 3\n2. item 4\n  a. item 5\n- item 6",
    );
  });

  it("writes tables as rows of cells", async () => {
    const cell = (...texts: string[]): string => `<w:tc>${texts.map((text) => paragraph(text)).join("")}</w:tc>`;
    const row = (...cells: string[]): string => `<w:tr>${cells.join("")}</w:tr>`;
    const table = `<w:tbl>${row(cell("Drug"), cell("Dose"))}${row(cell("Aspirin"), cell("81 mg", "daily"))}</w:tbl>`;
    expect(await read(paragraph("a") + table + paragraph("b"))).toBe("a\nDrug | Dose\nAspirin | 81 mg; daily\nb");
  });

  it("reads tabs, breaks, hard hyphens and signs of symbol fonts, but not the tabs that a paragraph defines", async () => {
    const runs = run(
      '<w:t>Na</w:t><w:tab/><w:t>138</w:t><w:br/><w:t>x</w:t><w:noBreakHyphen/><w:t>ray </w:t><w:sym w:font="Symbol" w:char="F0B3"/>',
    );
    const body = `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>${runs}</w:p>`;
    expect(await read(body)).toBe("Na\t138\nx-ray ≥");
  });

  it("leaves out what is deleted, hidden, a field's code or shown twice", async () => {
    const body = [
      "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>",
      `<w:moveFrom>${run("<w:t>moved</w:t>")}</w:moveFrom>`,
      run("<w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t>"),
      run("<w:instrText>PAGE</w:instrText>"),
      `<mc:AlternateContent><mc:Choice>${run("<w:t>kept</w:t>")}</mc:Choice><mc:Fallback>${run("<w:t>twice</w:t>")}</mc:Fallback></mc:AlternateContent>`,
      `<w:ins>${run("<w:t> too</w:t>")}</w:ins>`,
    ];
    expect(await read(`<w:p>${body.join("")}</w:p>`)).toBe("kept too");
  });

  it("keeps a superscript number apart from the number before it", async () => {
    const raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>';
    const lowered = '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr>';
    const body = [
      `<w:p><w:pPr>${raised}</w:pPr>${run("<w:t>SpO</w:t>")}${run(`${lowered}<w:t>2</w:t>`)}${run("<w:t>98</w:t>")}</w:p>`,
      `<w:p>${run("<w:t>x10</w:t>")}${run(`${raised}<w:t>9</w:t>`)}${run("<w:t>/L</w:t>")}</w:p>`,
    ];
    expect(await read(body.join(""))).toBe("SpO298\nx10^9/L");
  });

  it("keeps the number or heading of a paragraph after one that ends in hidden text", async () => {
    const hidden = "<w:rPr><w:vanish/></w:rPr>";
    const body = [
      paragraph("Stop warfarin", listed(1)).replace("</w:p>", `${run(`${hidden}<w:t>TC</w:t>`)}</w:p>`),
      paragraph("Start apixaban", listed(1)),
      `<w:p><w:pPr>${hidden}</w:pPr></w:p>`,
      paragraph("Plan", '<w:outlineLvl w:val="0"/>'),
    ];
    expect(await read(body.join(""), { "numbering.xml": NUMBERING })).toBe(
      "1. Stop warfarin\n2. Start apixaban\n\nPlan:",
    );
  });

  it("puts foot- and endnotes after the text", async () => {
    const notes = `<w:footnotes><w:footnote>${paragraph("As told by her son.")}</w:footnote></w:footnotes>`;
    expect(await read(paragraph("Fell at home."), { "footnotes.xml": notes })).toBe(
      "Fell at home.\n\nAs told by her son.",
    );
  });

  it("finds the document where the package says it is", async () => {
    const relations =
      '<Relationships><Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>';
    const document = `<w:document><w:body>${paragraph("here")}</w:body></w:document>`;
    expect(await readDocx(await buildPackage({ "_rels/.rels": relations, "word/document2.xml": document }), at)).toBe(
      "here",
    );
  });

  it("says what other archives are not, and what is damaged or locked", async () => {
    const failure = async (bytes: Uint8Array): Promise<string> =>
      readDocx(bytes, at).then(
        () => "read",
        (error: unknown) => (error as { code: string }).code,
      );
    const whole = await buildDocx(paragraph("x"));
    expect(await failure(await buildPackage({ "xl/workbook.xml": "<x/>" }))).toBe("unknown-format");
    expect(await failure(await buildPackage({ "word/document.xml": "<w:document><w:body>" }))).toBe("damaged");
    expect(await failure(whole.subarray(0, whole.byteLength - 30))).toBe("damaged");
    const locked = buildZip([{ name: "word/document.xml", data: utf8("<x/>"), record: { flags: 1 } }], {
      end: "plain",
    });
    expect(await failure(locked)).toBe("encrypted");
  });
});
