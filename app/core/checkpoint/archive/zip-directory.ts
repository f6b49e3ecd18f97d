import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { printable } from "../printable";
import { DOWNLOAD_AGAIN, readBytes } from "../read-bytes";
import { size64, type ZipDirectoryRange } from "./zip-end";

/** A 13B model's pytorch_model.bin in one file has 400 entries of 80 bytes; a hundred times that. */
const MAX_DIRECTORY_BYTES = 1 << 22;
const RECORD_SIGNATURE = 0x02014b50;
const RECORD_BYTES = 46;
const ZIP64_FIELD = 1;
/** The system whose file modes a record holds. */
const UNIX = 3;
/** A 32-bit number that says the true one is in the zip64 field. */
const IN_ZIP64 = 0xffffffff;

/** What the central directory says of an entry, unchecked but for its own form. */
export interface ZipRecord {
  /** In UTF-8; bytes that are none are replaced. */
  name: string;
  nameBytes: Uint8Array;
  /** Bit 0: encrypted. Bit 3: the sizes follow the data. */
  flags: number;
  /** 0: stored. 8: deflated. */
  method: number;
  /** CRC-32 of the entry's data, unpacked. */
  checksum: number;
  /** Bytes of the data, unpacked and as stored. */
  sizeBytes: number;
  storedBytes: number;
  headerOffset: number;
  /** Type and permissions of the file, where a Unix system wrote them: as in stat's st_mode. */
  unixMode: number;
}

/** The records of a central directory, in its order. Throws CheckpointError "truncated" or "bad-header". */
export async function readZipDirectory(
  { name: file, bytes }: NamedFile,
  { start, end, entries }: ZipDirectoryRange,
): Promise<ZipRecord[]> {
  const place = "the archive's directory";
  if (end - start > MAX_DIRECTORY_BYTES) {
    throw badZip(file, place, `${end - start} bytes are more than the ${MAX_DIRECTORY_BYTES} allowed`);
  }
  const directory = await readBytes(bytes, start, end, { file, place });
  const records: ZipRecord[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    const rest = directory.subarray(at);
    const { record, byteLength } = readRecord(rest, file, `${place}, entry ${i + 1}`);
    records.push(record);
    at += byteLength;
  }
  if (at !== directory.byteLength) throw badZip(file, place, `${directory.byteLength - at} bytes belong to no entry`);
  return records;
}

function readRecord(rest: Uint8Array, file: string, place: string): { record: ZipRecord; byteLength: number } {
  const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
  if (rest.byteLength < RECORD_BYTES || view.getUint32(0, true) !== RECORD_SIGNATURE) {
    throw badZip(file, place, "it does not start as an entry does");
  }
  const nameEnd = RECORD_BYTES + view.getUint16(28, true);
  const extraEnd = nameEnd + view.getUint16(30, true);
  const byteLength = extraEnd + view.getUint16(32, true);
  if (byteLength > rest.byteLength) throw badZip(file, place, "it is longer than the directory");
  const nameBytes = rest.subarray(RECORD_BYTES, nameEnd);
  const name = new TextDecoder("utf-8", { ignoreBOM: true }).decode(nameBytes);
  const narrow = [view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)];
  const [sizeBytes, storedBytes, headerOffset] = widened(narrow, rest.subarray(nameEnd, extraEnd));
  if (sizeBytes === undefined || storedBytes === undefined || headerOffset === undefined) {
    throw badZip(file, printable(name), "its sizes are missing");
  }
  if (view.getUint16(34, true) !== 0) throw badZip(file, printable(name), "it lies in another part of the archive");
  const record = {
    name,
    nameBytes,
    flags: view.getUint16(8, true),
    method: view.getUint16(10, true),
    checksum: view.getUint32(16, true),
    sizeBytes,
    storedBytes,
    headerOffset,
    unixMode: view.getUint8(5) === UNIX ? view.getUint16(40, true) : 0,
  };
  return { record, byteLength };
}

/** The numbers, each from the zip64 field where the record has no room for it: the field holds those alone, in order. */
function widened(narrow: readonly number[], extra: Uint8Array): (number | undefined)[] {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  let at = 0;
  let end = 0;
  for (let next = 0; next + 4 <= extra.byteLength; next += 4 + view.getUint16(next + 2, true)) {
    if (view.getUint16(next, true) !== ZIP64_FIELD) continue;
    at = next + 4;
    end = Math.min(at + view.getUint16(next + 2, true), extra.byteLength);
    break;
  }
  return narrow.map((number) => {
    if (number !== IN_ZIP64) return number;
    if (at + 8 > end) return undefined;
    at += 8;
    return size64(view, at - 8);
  });
}

export function badZip(file: string, place: string, problem: string): CheckpointError {
  return new CheckpointError("bad-header", { file, place, problem, advice: DOWNLOAD_AGAIN });
}
