import { buildDocx, buildPackage, paragraph } from "./build-docx";
import { pdfOf } from "./build-pdf";
import { utf8 } from "./utf8";

const DEEP = 200_000;
/** More text than is read. */
const LINES = Array.from({ length: 100_000 }, () => "x".repeat(60));
const nested = (open: string, close: string): string => open.repeat(DEEP) + "x" + close.repeat(DEEP);

/** Documents made to exhaust a reader: nested without end, or many times as large as their file. */
export async function hostileDocuments(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const laughs = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
  const spaces = " ".repeat(70 << 20);
  return {
    "deep.rtf": utf8(`{\\rtf1 ${nested("{", "}")}}`),
    "deep.html": utf8(`<html>${nested("<div>", "</div>")}`),
    "deep-list.html": utf8(`<html>${nested("<ul><li>", "")}`),
    "deep.xml": utf8(`<?xml version="1.0"?><ClinicalDocument>${nested("<section>", "</section>")}</ClinicalDocument>`),
    "deep.json": utf8(`{"resourceType":"Bundle","entry":${nested("[", "]")}}`),
    "deep-objects.json": utf8(`{"resourceType":"Bundle","entry":${nested('{"a":', "}")}}`),
    "deep.docx": await buildDocx(nested("<w:p>", "</w:p>")),
    "laughs.xml": utf8(
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]><ClinicalDocument>&l20;</ClinicalDocument>`,
    ),
    "bomb.docx": await buildPackage({ "word/document.xml": spaces }),
    "long.docx": await buildDocx(paragraph("x".repeat(6 << 20))),
    "long.rtf": utf8(`{\\rtf1 ${LINES.map((line) => `${line}\\par `).join("")}}`),
    "long.txt": utf8("x".repeat(6 << 20)),
    "long.html": utf8(`<html><p>${LINES.join("<p>")}`),
    "deep.pdf": pdfOf([`BT /F1 9 Tf ${"[".repeat(DEEP)}(x)${"]".repeat(DEEP)} TJ ET`, "q ".repeat(DEEP / 50)]),
    "long.pdf": pdfOf([`BT /F1 9 Tf 9 9 Td ${LINES.map((line) => `(${line}) Tj `).join("")} ET`]),
  };
}
