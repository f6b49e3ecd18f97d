import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { badZip, readZipDirectory, type ZipRecord } from "../archive/zip-directory";
import { findZipDirectory, type ZipDirectoryRange } from "../archive/zip-end";
import { contradictory, readZipHeader } from "../archive/zip-header";
import { printable } from "../printable";

const ENCRYPTED = 1;
/** Flag of an entry whose sizes follow its data instead of standing in its header, as PyTorch writes all of them. */
const SIZES_FOLLOW = 8;

/** One stored file of an archive: its bytes are those of the archive itself. */
export interface ZipEntry {
  name: string;
  byteOffset: number;
  byteLength: number;
}

/**
 * The entries of a zip archive as torch.save writes it, by name: all stored, none named twice, nothing before, between them or
 * after that another reader could take for something else. Each entry's own header is held against the central directory, and
 * no two may share bytes. Nothing is ever inflated. Checksums are not compared: that would read all weights.
 * Throws CheckpointError "truncated", "bad-header", or "unsupported-format" for what is compressed or encrypted.
 */
export async function readZipEntries(file: NamedFile): Promise<ReadonlyMap<string, ZipEntry>> {
  const range = await findZipDirectory(file, 0);
  const records = await readZipDirectory(file, range);
  checkNames(records, file.name);
  const entries = new Map<string, ZipEntry>();
  let free = 0;
  for (const record of records.sort((a, b) => a.headerOffset - b.headerOffset)) {
    const place = printable(record.name);
    if (record.headerOffset < free) throw badZip(file.name, place, "its data overlap another entry's");
    if (entries.size === 0 && record.headerOffset !== 0) {
      throw badZip(file.name, place, "there are bytes before the first entry");
    }
    const entry = await readEntry(file, record, range);
    free = entry.byteOffset + entry.byteLength;
    entries.set(entry.name, entry);
  }
  return entries;
}

/** Zip readers end names at a zero byte, and PyTorch's ignores case: no two names may be one to any of them. */
function checkNames(records: readonly ZipRecord[], file: string): void {
  const encoder = new TextEncoder();
  const names = new Set<string>();
  for (const { name, nameBytes } of records) {
    const place = printable(name);
    const encoded = encoder.encode(name);
    const isUtf8 = encoded.length === nameBytes.length && encoded.every((byte, i) => byte === nameBytes[i]);
    if (!isUtf8) throw badZip(file, place, "its name is not valid UTF-8");
    if (/\p{Cc}/u.test(name)) throw badZip(file, place, "its name holds control characters");
    if (names.has(name.toLowerCase())) throw badZip(file, place, "two entries have this name");
    names.add(name.toLowerCase());
  }
}

/**
 * Sizes above 4 GiB stand in the directory alone: PyTorch's headers hold none at all, and those of other writers are
 * compared as far as they go.
 */
async function readEntry(file: NamedFile, record: ZipRecord, range: ZipDirectoryRange): Promise<ZipEntry> {
  const { name, flags, method, sizeBytes, storedBytes } = record;
  const place = printable(name);
  if ((flags & ENCRYPTED) !== 0 || method !== 0) {
    throw new CheckpointError("unsupported-format", {
      file: file.name,
      place,
      problem: "it is compressed or encrypted, which torch.save never does",
      advice: "Choose the file as PyTorch wrote it, not one that was packed again.",
    });
  }
  if (sizeBytes !== storedBytes) throw badZip(file.name, place, "its sizes contradict each other");
  const header = await readZipHeader(file, record, range);
  const size = Math.min(sizeBytes, 0xffffffff);
  const sizesAgree = [header.sizeBytes, header.storedBytes].every(
    (stored) => stored === size || (stored === 0 && (flags & SIZES_FOLLOW) !== 0),
  );
  if (header.flags !== flags || !sizesAgree) throw contradictory(file.name, place);
  return { name, byteOffset: header.dataOffset, byteLength: sizeBytes };
}
