/** Random access to bytes that are too many to hold: a File in the browser, a file handle in Node, an array in a test. */
export interface ByteSource {
  readonly byteLength: number;
  /** Runs of reads that it serves side by side, each of them forwards, in less time than one after the other: 1 if it does not say. */
  readonly streams?: number | undefined;
  /** Bytes `start` (inclusive) to `end` (exclusive). Callers keep both within `byteLength`. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** One file that the user chose. */
export interface NamedFile {
  /** The file's own name, without folders. */
  name: string;
  bytes: ByteSource;
}

/** Bytes in memory as a ByteSource. */
export function arraySource(bytes: Uint8Array): ByteSource {
  return { byteLength: bytes.byteLength, slice: (start, end) => Promise.resolve(bytes.slice(start, end)) };
}
