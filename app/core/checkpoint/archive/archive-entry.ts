import type { ByteSource } from "../../byte-source";

/** One file of an archive, read where it lies. */
export interface ArchiveEntry {
  /** As the archive gives it, folders included: it is compared and shown, never used as a path. */
  path: string;
  bytes: ByteSource;
}

/** Bytes `start` (inclusive) to `end` (exclusive) of a source as one of its own. */
export function partOf(source: ByteSource, start: number, end: number): ByteSource {
  return {
    byteLength: end - start,
    streams: source.streams,
    slice: (from, to) => source.slice(start + from, start + to),
  };
}
