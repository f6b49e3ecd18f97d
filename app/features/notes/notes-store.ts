import { create } from "zustand";
import type { ErrorData } from "../../core/errors";

/** A note that is open, in memory only: notes are gone with the tab. */
export interface Note {
  id: string;
  /** The name of the file it came from, or else what its text begins with. */
  title: string;
  text: string;
  /** False while the title follows the text. */
  named: boolean;
}

/** A note as it was before it was cleared or closed, and where it stood. */
interface RemovedNote {
  how: "clear" | "close";
  note: Note;
  index: number;
}

/** Something that could not be opened. */
interface OpenFailure {
  id: string;
  error: ErrorData;
}

export interface NotesState {
  /** At least one, in the order of the tabs. */
  notes: readonly Note[];
  activeId: string;
  /** Writing in the note, or reading it with its marks. */
  view: "edit" | "read";
  /** What can be undone, the last removal last. */
  removed: readonly RemovedNote[];
  /** Names of the files that are being read. */
  opening: readonly string[];
  failures: readonly OpenFailure[];
}

let lastId = 0;

/** An id that nothing in the store has. */
export function newId(): string {
  lastId++;
  return `note-${lastId}`;
}

/** The title of a note that is yet to be written. */
export const untitled = "Untitled note";

export function blankNote(): Note {
  return { id: newId(), title: untitled, text: "", named: false };
}

export const useNotes = create<NotesState>(() => {
  const note = blankNote();
  return { notes: [note], activeId: note.id, view: "edit", removed: [], opening: [], failures: [] };
});

/** The note on the page. */
export function activeNote({ notes, activeId }: Pick<NotesState, "notes" | "activeId">): Note {
  const note = notes.find(({ id }) => id === activeId) ?? notes[0];
  if (note === undefined) throw new Error("There is always a note.");
  return note;
}

export function isBlank({ text }: Note): boolean {
  return text.trim() === "";
}
