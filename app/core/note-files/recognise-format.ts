import { decodeText } from "./decode-text";
import { damaged, encrypted, unknownFormat } from "./note-problems";
import type { RawDocument } from "./read-note";

export type Recognised =
  { format: "pdf" | "docx" | "rtf" } | { format: "fhir" | "c-cda" | "html" | "text"; text: string };

/** PDFs may have some bytes of another protocol before them: ISO 32000-1, Annex H, note 13. */
const PDF_HEAD_BYTES = 1024;
const XML_HEAD_LENGTH = 1 << 16;
const PASSWORD_STREAM = "EncryptedPackage";
/** What a document lacks that is said to be of a kind, and does not start as that does. */
const BINARY_KINDS: readonly [said: RegExp, problem: string][] = [
  [/^\.pdf$|^application\/pdf/, "it does not start as a PDF does"],
  [/^\.docx$|wordprocessingml/, "it does not start as a Word document does"],
  [/^\.rtf$|^(application|text)\/rtf/, "it does not start as RTF does"],
];

/**
 * What a document is: by its first bytes, or else by what it is said to be. Throws NoteError "unknown-format", "damaged" for one that
 * does not start as what it is said to be, or "encrypted".
 */
export function recogniseFormat({ bytes, type, at }: RawDocument): Recognised {
  const head = latin1(bytes.subarray(0, PDF_HEAD_BYTES));
  if (head.startsWith("%PDF-") || (head.includes("%PDF-") && /pdf/i.test(type))) return { format: "pdf" };
  if (head.startsWith("PK\u0003\u0004")) return { format: "docx" };
  if (/^\s*\{\\rtf/.test(head)) return { format: "rtf" };
  if (head.startsWith("\u00d0\u00cf\u0011\u00e0")) {
    throw holdsWide(bytes, PASSWORD_STREAM) ? encrypted(at) : unknownFormat(at, "it is in Word's old binary format");
  }
  const lacking = BINARY_KINDS.find(([said]) => said.test(type))?.[1];
  if (lacking !== undefined) throw damaged(at, lacking);
  const text = decodeText(bytes, at);
  const start = text.slice(0, PDF_HEAD_BYTES).trimStart();
  if (/^<!doctype html|^<html|^<\?xml[^>]*>\s*(<!doctype html|<html)/i.test(start)) return { format: "html", text };
  // Comments and references to style sheets may come before the root.
  const isCda = start.startsWith("<") && /<(\w+:)?ClinicalDocument\b/.test(text.slice(0, XML_HEAD_LENGTH));
  if (isCda || /^<\?xml\s/.test(start)) return { format: "c-cda", text };
  if (start.startsWith("{") && text.includes('"resourceType"')) return { format: "fhir", text };
  if (/^\.x?html?$|html/.test(type)) return { format: "html", text };
  if (type.includes("json")) throw unknownFormat(at, "it is no FHIR resource");
  if (/^\.xml$|^(application|text)\/(.*\+)?xml$/.test(type)) throw unknownFormat(at, "it does not start as XML does");
  return { format: "text", text };
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** True if the bytes hold an ASCII text in UTF-16LE. */
function holdsWide(bytes: Uint8Array, text: string): boolean {
  const wanted = Array.from(text, (char) => char.charCodeAt(0));
  for (let start = bytes.indexOf(wanted[0] ?? 0); start >= 0; start = bytes.indexOf(wanted[0] ?? 0, start + 1)) {
    if (wanted.every((code, i) => bytes[start + 2 * i] === code && bytes[start + 2 * i + 1] === 0)) return true;
  }
  return false;
}
