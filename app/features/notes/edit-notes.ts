import { titleOf } from "./note-title";
import { activeNote, blankNote, isBlank, newId, untitled, useNotes, type Note, type NotesState } from "./notes-store";

/** Writes the text of the note on the page. */
export function writeNote(text: string): void {
  useNotes.setState(({ notes, activeId }) => ({
    notes: notes.map((note) => (note.id === activeId ? withText(note, text) : note)),
  }));
}

/** Opens notes beside the others, and shows the first. The note on the page makes room if it is blank. */
export function addNotes(added: readonly Pick<Note, "title" | "text">[]): void {
  useNotes.setState((state) => {
    const fresh = added.map(({ title, text }) => ({
      id: newId(),
      title,
      // As text fields have it: else the first key typed would move every span.
      text: text.replace(/\r\n?/g, "\n"),
      named: true,
    }));
    const [first] = fresh;
    if (first === undefined) return state;
    return { notes: [...withoutBlanks(state.notes, [state.activeId]), ...fresh], activeId: first.id };
  });
}

/** Adds a note that is yet to be written. */
export function startNote(): void {
  const note = blankNote();
  useNotes.setState(({ notes }) => ({ notes: [...notes, note], activeId: note.id, view: "edit" }));
}

export function showNote(id: string): void {
  useNotes.setState({ activeId: id });
}

export function showView(view: NotesState["view"]): void {
  useNotes.setState({ view });
}

/** Empties the note on the page. Can be undone. */
export function clearNote(): void {
  useNotes.setState((state) => {
    const note = activeNote(state);
    const index = state.notes.indexOf(note);
    return {
      notes: state.notes.with(index, { ...blankNote(), id: note.id }),
      view: "edit",
      removed: [...state.removed, { how: "clear", note, index }],
    };
  });
}

/** Closes a note and shows its neighbour, or a blank one after the last. Can be undone, unless it was blank. */
export function closeNote(id: string): void {
  useNotes.setState((state) => {
    const index = state.notes.findIndex((candidate) => candidate.id === id);
    const note = state.notes[index];
    if (note === undefined) return state;
    const rest = state.notes.toSpliced(index, 1);
    const notes = rest.length === 0 ? [blankNote()] : rest;
    const neighbour = notes[Math.min(index, notes.length - 1)];
    return {
      notes,
      activeId: state.activeId === id && neighbour !== undefined ? neighbour.id : state.activeId,
      removed: isBlank(note) ? state.removed : [...state.removed, { how: "close", note, index }],
    };
  });
}

/** Brings back what was cleared or closed last, in its place. The note on the page makes room if it is blank. */
export function undoRemoval(): void {
  useNotes.setState((state) => {
    const last = state.removed.at(-1);
    if (last === undefined) return state;
    const others = withoutBlanks(state.notes, [state.activeId, last.note.id]);
    // What was written after clearing stays, under the id that both had.
    const taken = others.some(({ id }) => id === last.note.id);
    const note = taken ? { ...last.note, id: newId() } : last.note;
    return {
      notes: others.toSpliced(last.index, 0, note),
      activeId: note.id,
      removed: state.removed.slice(0, -1),
    };
  });
}

/** The notes, but for those with these ids that are blank. */
function withoutBlanks(notes: readonly Note[], ids: readonly string[]): readonly Note[] {
  return notes.filter((note) => !isBlank(note) || !ids.includes(note.id));
}

/** A name lasts while the text begins as it did: what is pasted over a note is another one. */
function withText(note: Note, text: string): Note {
  const title = titleOf(text);
  if (note.named && title === titleOf(note.text)) return { ...note, text };
  return { ...note, text, title: title ?? untitled, named: false };
}
