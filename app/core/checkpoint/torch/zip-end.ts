import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { DOWNLOAD_AGAIN, readBytes, truncated } from "../read-bytes";

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;

/** Where an archive's central directory lies. */
export interface ZipDirectoryRange {
  start: number;
  end: number;
  entries: number;
}

/**
 * Finds the central directory from the records at the very end of the file: a comment, or anything else that leaves room for
 * a second reading, is refused. Where the zip64 records are there, both sets of numbers must agree.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.14 to 4.3.16.
 * Throws CheckpointError "truncated" or "bad-header".
 */
export async function findZipDirectory({ name: file, bytes }: NamedFile): Promise<ZipDirectoryRange> {
  const at = { file, place: "the end of the archive" };
  const tailStart = Math.max(0, bytes.byteLength - END_BYTES - LOCATOR_BYTES - END64_BYTES);
  const tail = await readBytes(bytes, tailStart, bytes.byteLength, at);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const end = tail.byteLength - END_BYTES;
  if (end < 0 || view.getUint32(end, true) !== END_SIGNATURE) {
    throw truncated(at, "the list of what the archive holds should end here, but does not");
  }
  const locator = end - LOCATOR_BYTES;
  const isZip64 = locator >= 0 && view.getUint32(locator, true) === LOCATOR_SIGNATURE;
  const range = isZip64 ? wideRange(view, tailStart) : narrowRange(view, end, tailStart);
  if (range !== undefined) return range;
  const problem = "the records about what the archive holds contradict each other";
  throw new CheckpointError("bad-header", { ...at, problem, advice: DOWNLOAD_AGAIN });
}

function narrowRange(view: DataView, end: number, tailStart: number): ZipDirectoryRange | undefined {
  const { entries, sizeBytes, start } = endNumbers(view, end);
  const isWhole = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === entries;
  const hasComment = view.getUint16(end + 20, true) !== 0;
  if (!isWhole || hasComment || start + sizeBytes !== tailStart + end) return undefined;
  return { start, end: start + sizeBytes, entries };
}

/** The tail is the zip64 record, its locator and the end record, and nothing else. */
function wideRange(view: DataView, tailStart: number): ZipDirectoryRange | undefined {
  const locator = END64_BYTES;
  const end = END64_BYTES + LOCATOR_BYTES;
  if (view.byteLength !== end + END_BYTES || view.getUint32(0, true) !== END64_SIGNATURE) return undefined;
  const wide = { entries: size64(view, 32), sizeBytes: size64(view, 40), start: size64(view, 48) };
  const narrow = endNumbers(view, end);
  const isWhole =
    size64(view, 4) === END64_BYTES - 12 &&
    size64(view, 16) === 0 &&
    size64(view, 24) === wide.entries &&
    view.getUint32(locator + 4, true) === 0 &&
    size64(view, locator + 8) === tailStart &&
    view.getUint32(locator + 16, true) === 1 &&
    view.getUint32(end + 4, true) === 0 &&
    view.getUint16(end + 20, true) === 0;
  // The largest narrow number says only that the wide one counts.
  const agree =
    (narrow.entries === wide.entries || narrow.entries === 0xffff) &&
    (narrow.sizeBytes === wide.sizeBytes || narrow.sizeBytes === 0xffffffff) &&
    (narrow.start === wide.start || narrow.start === 0xffffffff);
  if (!isWhole || !agree || wide.start + wide.sizeBytes !== tailStart) return undefined;
  return { start: wide.start, end: tailStart, entries: wide.entries };
}

function endNumbers(view: DataView, end: number): { entries: number; sizeBytes: number; start: number } {
  return {
    entries: view.getUint16(end + 10, true),
    sizeBytes: view.getUint32(end + 12, true),
    start: view.getUint32(end + 16, true),
  };
}

/** A 64-bit number; one that a double cannot count is larger than any file, and stays so. */
export function size64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
