import { latin1 } from "../../checkpoint/testing/build-zip";

/** A text on a page: its place in points from the lower left, and the height of its letters. */
export interface PdfText {
  text: string;
  x: number;
  y: number;
  size?: number;
}

/** Text from the top of a page on, a line each, `leading` points apart. */
export function pdfLines(lines: readonly string[], { x = 72, top = 720, leading = 14, size = 11 } = {}): PdfText[] {
  return lines.map((text, i) => ({ text, x, y: top - i * leading, size }));
}

/** A PDF of these pages, in Helvetica, uncompressed. Format: ISO 32000-1, 7.5. */
export function buildPdf(pages: readonly (readonly PdfText[])[]): Uint8Array<ArrayBuffer> {
  return pdfOf(pages.map((texts) => pageContent(texts)));
}

/** The same of pages given as content streams. */
export function pdfOf(contents: readonly string[], filter = ""): Uint8Array<ArrayBuffer> {
  const pageNumber = (i: number): number => 4 + 2 * i;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${contents.length}/Kids[${contents.map((_, i) => `${pageNumber(i)} 0 R`).join(" ")}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ...contents.flatMap((content, i) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents ${pageNumber(i) + 1} 0 R>>`,
      `<</Length ${content.length}${filter}>>stream\n${content}\nendstream`,
    ]),
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  const trailer = `trailer<</Size ${count}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
  return Uint8Array.from(latin1(`${file}xref\n0 ${count}\n0000000000 65535 f \n${table}${trailer}`));
}

function pageContent(texts: readonly PdfText[]): string {
  const shown = texts.map(({ text, x, y, size = 11 }) => {
    const escaped = text.replace(/[\\()]/g, (sign) => `\\${sign}`);
    return `/F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escaped}) Tj`;
  });
  return `BT ${shown.join("\n")} ET`;
}
