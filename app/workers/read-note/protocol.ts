import type { ReadNote } from "../../core/note-files/read-note";

interface NoteFile {
  name: string;
  bytes: Uint8Array;
}

/** Reads the files that notes come in. */
export interface ReadNoteProtocol {
  /** At least one note. Fails with a NoteError. */
  read: { input: NoteFile; result: ReadNote[]; event: never };
}
