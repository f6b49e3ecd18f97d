import type { FilePlace } from "./note-problems";

/** A note that was read from a file. */
export interface ReadNote {
  title: string;
  text: string;
}

/** A document as it lies in a file, or is the file. */
export interface RawDocument {
  bytes: Uint8Array;
  /** What it is said to be: a media type, or a file's extension with its dot. Its content counts first. */
  type: string;
  /** What its note is called unless it says that itself. */
  title: string;
  at: FilePlace;
}

/** Reads documents that lie in another. */
export type ReadDocument = (document: RawDocument) => Promise<ReadNote[]>;
