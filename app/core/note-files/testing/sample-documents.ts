import { utf8 } from "./utf8";
import { buildCda } from "./build-cda";
import { buildDocx, listed, paragraph, styled } from "./build-docx";
import { buildPdf, pdfLines } from "./build-pdf";

/** A good document of each format, for tests that spoil it. All hold this. */
export const SAMPLE_TEXT = "Metoprolol was raised from 25 mg to 50 mg.";

const STYLES =
  '<w:styles xmlns:w="w"><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>' +
  '<w:style w:styleId="H2"><w:name w:val="other"/><w:basedOn w:val="H1"/></w:style></w:styles>';
const NUMBERING =
  '<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/>' +
  '<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>';
const TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Na</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";

const SAMPLE_RTF = String.raw`{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fcharset2 Symbol;}}
{\*\generator Riched20;}\pard\outlinelevel0 Hospital Course\par\pard Caf\'e9 \u8805 ? \f1\'b3\f0\par
{\listtext 1.\tab}${SAMPLE_TEXT}\par{\pict\bin4 abcd}\trowd\intbl Na\cell 138\cell\row\pard end\par}`;

export async function sampleDocuments(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const narrative = `<list><item>${SAMPLE_TEXT}</item></list><table><tr><th>Na</th><td>138</td></tr></table>`;
  const cda = buildCda([["Hospital Course", narrative]]);
  const docxBody = paragraph("Course", styled("H2")) + paragraph(SAMPLE_TEXT, listed(7)) + TABLE;
  const attachment = (contentType: string, text: string) => ({ attachment: { contentType, data: btoa(text) } });
  const bundle = {
    resourceType: "Bundle",
    entry: [
      { resource: { resourceType: "DocumentReference", content: [attachment("text/plain", SAMPLE_TEXT)] } },
      { resource: { resourceType: "DocumentReference", content: [attachment("application/xml", cda)] } },
      {
        resource: {
          resourceType: "Composition",
          section: [{ title: "Plan", text: { div: `<div>${narrative}</div>` } }],
        },
      },
    ],
  };
  return {
    "note.txt": utf8(SAMPLE_TEXT),
    "note.rtf": utf8(SAMPLE_RTF),
    "note.pdf": buildPdf([pdfLines(["Hospital Course", SAMPLE_TEXT]), pdfLines(["Plan", "End."])]),
    "note.docx": await buildDocx(docxBody, { "styles.xml": STYLES, "numbering.xml": NUMBERING }),
    "note.html": utf8(`<!doctype html><html><body><h1>Course</h1>${narrative}<p>a<br>b<pre>c  d</pre></body></html>`),
    "note.json": utf8(JSON.stringify(bundle)),
    "note.xml": utf8(cda),
  };
}
