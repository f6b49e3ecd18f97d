import { buildZip, type ZipInput } from "../../checkpoint/testing/build-zip";
import { deflatedEntry } from "../../checkpoint/testing/deflate";

const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const RELATIONS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ' +
  'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" ' +
  'Target="word/document.xml"/></Relationships>';

/** Other parts, by their names in the folder word. */
type Parts = Readonly<Record<string, string>>;

/** A Word document of this body, in WordprocessingML. */
export async function buildDocx(body: string, parts: Parts = {}): Promise<Uint8Array<ArrayBuffer>> {
  const document = `<w:document ${NAMESPACE}><w:body>${body}</w:body></w:document>`;
  return buildPackage({
    "_rels/.rels": RELATIONS,
    "word/document.xml": document,
    ...Object.fromEntries(Object.entries(parts).map(([name, xml]) => [`word/${name}`, xml])),
  });
}

/** An archive of deflated texts. */
export async function buildPackage(files: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> {
  const entries: ZipInput[] = [];
  for (const [name, text] of Object.entries(files)) {
    entries.push(await deflatedEntry(name, new TextEncoder().encode(text)));
  }
  return buildZip(entries, { end: "plain" });
}

/** A paragraph with these properties and this text. */
export function paragraph(text: string, properties = ""): string {
  const escaped = text.replace(/[<&]/g, (sign) => (sign === "<" ? "&lt;" : "&amp;"));
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${escaped}</w:t></w:r></w:p>`;
}

export const styled = (style: string): string => `<w:pStyle w:val="${style}"/>`;

/** Properties of an item of a list. */
export const listed = (listId: number, level = 0): string =>
  `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${listId}"/></w:numPr>`;
