import type { NamedFile } from "../../byte-source";
import { printable } from "../printable";
import { readBytes, truncated } from "../read-bytes";
import { badZip, type ZipRecord } from "./zip-directory";
import type { ZipDirectoryRange } from "./zip-end";

const HEADER_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;

/** What the header before an entry's data says, and where the data start. */
export interface ZipHeader {
  flags: number;
  /** 0 where the sizes follow the data. */
  sizeBytes: number;
  storedBytes: number;
  dataOffset: number;
}

/**
 * Reads an entry's own header, which must name the same file and method as the directory; the data must end before that.
 * Throws CheckpointError "truncated" or "bad-header".
 */
export async function readZipHeader(
  { name: file, bytes }: NamedFile,
  { name, nameBytes, method, headerOffset, storedBytes }: ZipRecord,
  directory: ZipDirectoryRange,
): Promise<ZipHeader> {
  const place = printable(name);
  const nameEnd = HEADER_BYTES + nameBytes.byteLength;
  const header = await readBytes(bytes, headerOffset, headerOffset + nameEnd, { file, place });
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const agrees =
    view.getUint32(0, true) === HEADER_SIGNATURE &&
    view.getUint16(8, true) === method &&
    view.getUint16(26, true) === nameBytes.byteLength &&
    nameBytes.every((byte, i) => header[HEADER_BYTES + i] === byte);
  if (!agrees) throw contradictory(file, place);
  const dataOffset = headerOffset + nameEnd + view.getUint16(28, true);
  const dataEnd = dataOffset + storedBytes;
  if (dataEnd > directory.start) {
    throw truncated({ file, place }, `its data should end at byte ${dataEnd}, beyond the archive's data`);
  }
  return {
    flags: view.getUint16(6, true),
    storedBytes: view.getUint32(18, true),
    sizeBytes: view.getUint32(22, true),
    dataOffset,
  };
}

export function contradictory(file: string, place: string): Error {
  return badZip(file, place, "its header contradicts the archive's directory");
}
