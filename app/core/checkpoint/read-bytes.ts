import type { ByteSource } from "../byte-source";
import { CheckpointError, isAbort } from "../errors";

/** Where a read belongs, for the message if it fails. */
export interface ReadPlace {
  file: string;
  place: string;
}

export const DOWNLOAD_AGAIN = "Download the file again and compare its size with the source.";

/**
 * Bytes `start` (inclusive) to `end` (exclusive), exactly that many.
 * Throws CheckpointError "truncated" where the file ends before `end`, or can no longer be read.
 */
export async function readBytes(source: ByteSource, start: number, end: number, at: ReadPlace): Promise<Uint8Array> {
  if (end > source.byteLength) {
    throw truncated(at, `bytes ${start} to ${end} are needed, but the file has ${source.byteLength}`);
  }
  let bytes: Uint8Array;
  try {
    bytes = await source.slice(start, end);
  } catch (cause) {
    if (isAbort(cause) || cause instanceof CheckpointError) throw cause;
    throw new CheckpointError(
      "truncated",
      { ...at, problem: "the file could not be read", advice: "It may have been moved or changed: choose it again." },
      { cause },
    );
  }
  if (bytes.byteLength !== end - start) {
    throw truncated(at, `${end - start} bytes were asked for, but only ${bytes.byteLength} could be read`);
  }
  return bytes;
}

export function truncated(at: ReadPlace, problem: string): CheckpointError {
  return new CheckpointError("truncated", { ...at, problem, advice: DOWNLOAD_AGAIN });
}
