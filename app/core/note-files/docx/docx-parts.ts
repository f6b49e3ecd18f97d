import { arraySource } from "../../byte-source";
import type { ArchiveEntry } from "../../checkpoint/archive/archive-entry";
import { readZip } from "../../checkpoint/archive/read-zip";
import { CheckpointError, type NoteError } from "../../errors";
import { damaged, encrypted, type FilePlace, tooLarge, unknownFormat } from "../note-problems";
import { walkMarkup } from "../markup/walk-markup";

/** A part's XML, unpacked. One of 2000 pages has some 30 MB; more is a zip bomb. */
const MAX_PART_BYTES = 64 << 20;
/** A Word document has some 15 parts, and one more for each picture. */
const MAX_PARTS = 10_000;

/** The parts of a Word document that text is read from. */
export interface DocxParts {
  document: string;
  /** Absent from a document that has none. */
  styles: string | undefined;
  numbering: string | undefined;
  footnotes: string | undefined;
  endnotes: string | undefined;
}

/**
 * Unpacks a Word document's XML parts; pictures and the rest stay packed.
 * Format: ECMA-376, part 2 (packages) and part 1, 11.3 (parts of WordprocessingML).
 * Throws NoteError "damaged", "encrypted", "too-large", or "unknown-format" for an archive of anything else.
 */
export async function readDocxParts(bytes: Uint8Array, at: FilePlace): Promise<DocxParts> {
  try {
    const entries = await readZip({ name: at.file, bytes: arraySource(bytes) });
    if (entries.length > MAX_PARTS) throw damaged(at, `it has more than ${MAX_PARTS} parts`);
    const parts = new Map(entries.map((entry) => [entry.path.toLowerCase(), entry]));
    const relations = await readPart(parts.get("_rels/.rels"), at);
    const main = (relations === undefined ? undefined : mainPart(relations, at)) ?? "word/document.xml";
    const document = await readPart(parts.get(main.toLowerCase()), at);
    if (document === undefined) throw unknownFormat(at, "it is an archive, but no Word document");
    const folder = main.slice(0, main.lastIndexOf("/") + 1).toLowerCase();
    const beside = (name: string) => readPart(parts.get(`${folder}${name}.xml`), at);
    return {
      document,
      styles: await beside("styles"),
      numbering: await beside("numbering"),
      footnotes: await beside("footnotes"),
      endnotes: await beside("endnotes"),
    };
  } catch (error) {
    throw error instanceof CheckpointError ? asNoteError(error, at) : error;
  }
}

/** The path of the part that the package says is its document. */
function mainPart(relations: string, at: FilePlace): string | undefined {
  let target: string | undefined;
  walkMarkup(relations, "xml", at, {
    open: (name, { Type: type = "", Target: path }) => {
      if (name === "Relationship" && type.endsWith("/officeDocument")) target ??= path?.replace(/^\//, "");
    },
    close: () => undefined,
    text: () => undefined,
  });
  return target;
}

async function readPart(entry: ArchiveEntry | undefined, at: FilePlace): Promise<string | undefined> {
  if (entry === undefined) return undefined;
  const { byteLength } = entry.bytes;
  if (byteLength > MAX_PART_BYTES) throw tooLarge(at, `a part of it unpacks to more than ${MAX_PART_BYTES} bytes`);
  return new TextDecoder().decode(await entry.bytes.slice(0, byteLength));
}

/** What is wrong with the archive as what is wrong with the note in it. */
function asNoteError(error: CheckpointError, at: FilePlace): NoteError {
  const isEncrypted = error.code === "unsupported-format" && error.message.includes("encrypted");
  return isEncrypted ? encrypted(at) : damaged(at, "the archive that it is does not unpack", error);
}
