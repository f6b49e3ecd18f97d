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

/** A comment's length has 16 bits. */
export const MAX_COMMENT_BYTES = 0xffff;

/**
 * Finds the central directory from the records at the end of the file, which a comment of at most `maxCommentBytes` may follow.
 * Anything else that leaves room for a second reading is refused. Where the zip64 records are there, both sets of numbers must
 * agree.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.14 to 4.3.16.
 * Throws CheckpointError "truncated", "bad-header", or "unsupported-format" for a part of a split archive.
 */
export async function findZipDirectory(
  { name: file, bytes }: NamedFile,
  maxCommentBytes: number,
): Promise<ZipDirectoryRange> {
  const at = { file, place: "the end of the archive" };
  const longestTail = END64_BYTES + LOCATOR_BYTES + END_BYTES + maxCommentBytes;
  const tailStart = Math.max(0, bytes.byteLength - longestTail);
  const tail = await readBytes(bytes, tailStart, bytes.byteLength, at);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const ends = endRecords(view, maxCommentBytes);
  if (ends.length === 0) throw truncated(at, "the list of what the archive holds should end here, but does not");
  const end = ends.find((start) => start + END_BYTES + view.getUint16(start + 20, true) === tail.byteLength);
  if (end !== undefined && view.getUint32(end + 4, true) !== 0) {
    throw new CheckpointError("unsupported-format", {
      ...at,
      problem: "this is one part of an archive that was split",
      advice: "Put the parts together first: zip -s 0 PARTS.zip --out WHOLE.zip.",
    });
  }
  const range = end === undefined ? undefined : directoryRange(view, end, tailStart);
  if (range !== undefined) return range;
  const problem = "the records about what the archive holds contradict each other";
  throw new CheckpointError("bad-header", { ...at, problem, advice: DOWNLOAD_AGAIN });
}

/** Where an end record may start, from the last place on. */
function endRecords(view: DataView, maxCommentBytes: number): number[] {
  const starts: number[] = [];
  const last = view.byteLength - END_BYTES;
  for (let start = last; start >= Math.max(0, last - maxCommentBytes); start--) {
    if (view.getUint32(start, true) === END_SIGNATURE) starts.push(start);
  }
  return starts;
}

function directoryRange(view: DataView, end: number, tailStart: number): ZipDirectoryRange | undefined {
  const locator = end - LOCATOR_BYTES;
  const isZip64 = locator >= 0 && view.getUint32(locator, true) === LOCATOR_SIGNATURE;
  return isZip64 ? wideRange(view, end, tailStart) : narrowRange(view, end, tailStart);
}

function narrowRange(view: DataView, end: number, tailStart: number): ZipDirectoryRange | undefined {
  const { entries, sizeBytes, start } = endNumbers(view, end);
  const isWhole = view.getUint16(end + 8, true) === entries;
  if (!isWhole || start + sizeBytes !== tailStart + end) return undefined;
  return { start, end: start + sizeBytes, entries };
}

/** The zip64 record, its locator and the end record follow one another, and nothing else is between them. */
function wideRange(view: DataView, end: number, tailStart: number): ZipDirectoryRange | undefined {
  const locator = end - LOCATOR_BYTES;
  const record = locator - END64_BYTES;
  if (record < 0 || view.getUint32(record, true) !== END64_SIGNATURE) return undefined;
  const wide = {
    entries: size64(view, record + 32),
    sizeBytes: size64(view, record + 40),
    start: size64(view, record + 48),
  };
  const narrow = endNumbers(view, end);
  const isWhole =
    size64(view, record + 4) === END64_BYTES - 12 &&
    size64(view, record + 16) === 0 &&
    size64(view, record + 24) === wide.entries &&
    view.getUint32(locator + 4, true) === 0 &&
    size64(view, locator + 8) === tailStart + record &&
    view.getUint32(locator + 16, true) === 1;
  // The largest narrow number says only that the wide one counts.
  const agree =
    (narrow.entries === wide.entries || narrow.entries === 0xffff) &&
    (narrow.sizeBytes === wide.sizeBytes || narrow.sizeBytes === 0xffffffff) &&
    (narrow.start === wide.start || narrow.start === 0xffffffff);
  if (!isWhole || !agree || wide.start + wide.sizeBytes !== tailStart + record) return undefined;
  return { start: wide.start, end: tailStart + record, entries: wide.entries };
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
