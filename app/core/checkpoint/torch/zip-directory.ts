import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { printable } from "../printable";
import { DOWNLOAD_AGAIN, readBytes } from "../read-bytes";
import { size64, type ZipDirectoryRange } from "./zip-end";

/** A 13B model in one file has 400 entries of 80 bytes; a hundred times that. */
const MAX_DIRECTORY_BYTES = 1 << 22;
const RECORD_SIGNATURE = 0x02014b50;
const RECORD_BYTES = 46;
const ENCRYPTED = 1;
const ZIP64_FIELD = 1;
/** A 32-bit number that says the true one is in the zip64 field. */
const IN_ZIP64 = 0xffffffff;

/** What the central directory says of an entry. */
export interface ZipRecord {
  name: string;
  flags: number;
  headerOffset: number;
  byteLength: number;
}

/**
 * The records of a central directory, in its order; every entry is stored as it is, and no name appears twice.
 * Throws CheckpointError "truncated", "bad-header", or "unsupported-format" for what is compressed or encrypted.
 */
export async function readZipDirectory(
  { name: file, bytes }: NamedFile,
  { start, end, entries }: ZipDirectoryRange,
): Promise<ZipRecord[]> {
  const place = "the archive's directory";
  if (end - start > MAX_DIRECTORY_BYTES) {
    throw badZip(file, place, `${end - start} bytes are more than the ${MAX_DIRECTORY_BYTES} allowed`);
  }
  const directory = await readBytes(bytes, start, end, { file, place });
  const records = new Map<string, ZipRecord>();
  let at = 0;
  for (let i = 0; i < entries; i++) {
    const rest = directory.subarray(at);
    const { record, byteLength } = readRecord(rest, file, `${place}, entry ${i + 1}`);
    if (records.has(record.name)) throw badZip(file, printable(record.name), "two entries have this name");
    records.set(record.name, record);
    at += byteLength;
  }
  if (at !== directory.byteLength) throw badZip(file, place, `${directory.byteLength - at} bytes belong to no entry`);
  return [...records.values()];
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
  const name = decodeName(rest.subarray(RECORD_BYTES, nameEnd), file, place);
  const flags = view.getUint16(8, true);
  if ((flags & ENCRYPTED) !== 0 || view.getUint16(10, true) !== 0) {
    throw new CheckpointError("unsupported-format", {
      file,
      place: printable(name),
      problem: "it is compressed or encrypted, which torch.save never does",
      advice: "Choose the file as PyTorch wrote it, not one that was packed again.",
    });
  }
  const narrow = [view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)];
  const [size, stored, headerOffset] = widened(narrow, rest.subarray(nameEnd, extraEnd));
  if (size === undefined || stored === undefined || headerOffset === undefined) {
    throw badZip(file, printable(name), "its sizes are missing");
  }
  if (size !== stored || view.getUint16(34, true) !== 0) {
    throw badZip(file, printable(name), "its sizes contradict each other");
  }
  return { record: { name, flags, headerOffset, byteLength: size }, byteLength };
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

function decodeName(bytes: Uint8Array, file: string, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw badZip(file, place, "its name is not valid UTF-8", cause);
  }
}

export function badZip(file: string, place: string, problem: string, cause?: unknown): CheckpointError {
  return new CheckpointError("bad-header", { file, place, problem, advice: DOWNLOAD_AGAIN }, { cause });
}
