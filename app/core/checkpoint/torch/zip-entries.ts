import type { NamedFile } from "../../byte-source";
import { printable } from "../printable";
import { readBytes, truncated } from "../read-bytes";
import { badZip, readZipDirectory, type ZipRecord } from "./zip-directory";
import { findZipDirectory } from "./zip-end";

const HEADER_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;
/** Flag of an entry whose sizes follow its data instead of standing in its header, as PyTorch writes all of them. */
const SIZES_FOLLOW = 8;

/** One stored file of an archive: its bytes are those of the archive itself. */
export interface ZipEntry {
  name: string;
  byteOffset: number;
  byteLength: number;
}

/**
 * The entries of a zip archive of stored files, by name. Each entry's own header is held against the central directory, and no
 * two entries may share bytes. Nothing is ever inflated. Checksums are not compared: that would read all weights.
 * Throws CheckpointError "truncated", "bad-header" or "unsupported-format".
 */
export async function readZipEntries(file: NamedFile): Promise<ReadonlyMap<string, ZipEntry>> {
  const range = await findZipDirectory(file);
  const records = await readZipDirectory(file, range);
  const entries = new Map<string, ZipEntry>();
  let free = 0;
  for (const record of records.sort((a, b) => a.headerOffset - b.headerOffset)) {
    const place = printable(record.name);
    if (record.headerOffset < free) throw badZip(file.name, place, "its data overlap another entry's");
    if (entries.size === 0 && record.headerOffset !== 0) {
      throw badZip(file.name, place, "there are bytes before the first entry");
    }
    const entry = await readHeader(file, record);
    free = entry.byteOffset + entry.byteLength;
    if (free > range.start) {
      throw truncated({ file: file.name, place }, `its data should end at byte ${free}, beyond the archive's data`);
    }
    entries.set(entry.name, entry);
  }
  return entries;
}

/**
 * Sizes above 4 GiB stand in the directory alone: PyTorch's headers hold none at all, and those of other writers are
 * compared as far as they go.
 */
async function readHeader({ name: file, bytes }: NamedFile, record: ZipRecord): Promise<ZipEntry> {
  const { name, flags, headerOffset, byteLength } = record;
  const place = printable(name);
  const nameBytes = new TextEncoder().encode(name);
  const nameEnd = HEADER_BYTES + nameBytes.byteLength;
  const header = await readBytes(bytes, headerOffset, headerOffset + nameEnd, { file, place });
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const size = Math.min(byteLength, 0xffffffff);
  const sizes = [view.getUint32(18, true), view.getUint32(22, true)];
  const sizesAgree = sizes.every((stored) => stored === size || (stored === 0 && (flags & SIZES_FOLLOW) !== 0));
  const agrees =
    view.getUint32(0, true) === HEADER_SIGNATURE &&
    view.getUint16(6, true) === flags &&
    view.getUint16(8, true) === 0 &&
    sizesAgree &&
    view.getUint16(26, true) === nameBytes.byteLength &&
    nameBytes.every((byte, i) => header[HEADER_BYTES + i] === byte);
  if (!agrees) throw badZip(file, place, "its header contradicts the archive's directory");
  return { name, byteOffset: headerOffset + nameEnd + view.getUint16(28, true), byteLength };
}
