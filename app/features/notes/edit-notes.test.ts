import { beforeEach, describe, expect, it } from "vitest";
import { addNotes, clearNote, closeNote, showNote, startNote, undoRemoval, writeNote } from "./edit-notes";
import { activeNote, useNotes } from "./notes-store";

beforeEach(() => useNotes.setState(useNotes.getInitialState(), true));

const hip = { title: "hip.txt", text: "DISCHARGE SUMMARY\nHip fracture." };
const stroke = { title: "stroke.txt", text: "Stroke." };

/** Every note's text, the one on the page in brackets. */
function open(): string[] {
  const { notes, activeId } = useNotes.getState();
  return notes.map(({ id, text }) => (id === activeId ? `[${text}]` : text));
}

function active() {
  return activeNote(useNotes.getState());
}

/** Opens notes of these texts, and shows the one at `shown`. */
function openTexts(texts: string[], shown: number): void {
  addNotes(texts.map((text) => ({ title: text, text })));
  const note = useNotes.getState().notes[shown];
  if (note !== undefined) showNote(note.id);
}

describe("titles", () => {
  it("follow what is written, until there is nothing", () => {
    expect(active().title).toBe("Untitled note");
    writeNote("HOSPITAL COURSE\nWell.");
    expect(active().title).toBe("Hospital course");
    writeNote("  ");
    expect(active().title).toBe("Untitled note");
  });

  it("stay those of the file while the note begins as it did", () => {
    addNotes([hip]);
    writeNote(`${hip.text} Revised.`);
    expect(active().title).toBe("hip.txt");
    writeNote("Another note, pasted over it.");
    expect(active().title).toBe("Another note, pasted over it.");
  });
});

describe("addNotes", () => {
  it("takes the place of a blank note, and stands beside a written one", () => {
    addNotes([hip]);
    expect(open()).toEqual([`[${hip.text}]`]);
    addNotes([stroke, { title: "c", text: "C" }]);
    expect(open()).toEqual([hip.text, "[Stroke.]", "C"]);
  });

  it("changes nothing where there is no note", () => {
    addNotes([]);
    expect(open()).toEqual(["[]"]);
  });

  it("ends lines as text fields do", () => {
    addNotes([{ title: "a", text: "one\r\ntwo\rthree\n" }]);
    expect(active().text).toBe("one\ntwo\nthree\n");
  });
});

describe("closeNote", () => {
  it("shows the next note, or the one before where there is none", () => {
    openTexts(["A", "B", "C"], 1);
    closeNote(active().id);
    expect(open()).toEqual(["A", "[C]"]);
    closeNote(active().id);
    expect(open()).toEqual(["[A]"]);
  });

  it("leaves a blank note after the last, which is not worth bringing back", () => {
    openTexts(["A"], 0);
    closeNote(active().id);
    expect(open()).toEqual(["[]"]);
    closeNote(active().id);
    expect(open()).toEqual(["[]"]);
    undoRemoval();
    expect(open()).toEqual(["[A]"]);
  });

  it("keeps the note on the page where another is closed", () => {
    openTexts(["A", "B"], 1);
    const [first] = useNotes.getState().notes;
    closeNote(first?.id ?? "");
    expect(open()).toEqual(["[B]"]);
  });
});

describe("undoRemoval", () => {
  it("goes back step by step, each note to its place", () => {
    openTexts(["A", "B", "C"], 1);
    clearNote();
    expect(open()).toEqual(["A", "[]", "C"]);
    closeNote(useNotes.getState().notes[0]?.id ?? "");
    undoRemoval();
    expect(open()).toEqual(["[A]", "C"]);
    undoRemoval();
    expect(open()).toEqual(["A", "[B]", "C"]);
    undoRemoval();
    expect(open()).toEqual(["A", "[B]", "C"]);
  });

  it("brings a note back to where it was cleared, whichever is on the page", () => {
    openTexts(["A", "B"], 1);
    clearNote();
    showNote(useNotes.getState().notes[0]?.id ?? "");
    undoRemoval();
    expect(open()).toEqual(["A", "[B]"]);
  });

  it("leaves alone what was written since", () => {
    openTexts(["A"], 0);
    clearNote();
    writeNote("B");
    undoRemoval();
    expect(open()).toEqual(["[A]", "B"]);
    const ids = useNotes.getState().notes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it("brings the title back with the text", () => {
    addNotes([hip]);
    clearNote();
    expect(active().title).toBe("Untitled note");
    undoRemoval();
    expect(active()).toMatchObject(hip);
  });
});

it("a note that is yet to be written stands last", () => {
  openTexts(["A", "B"], 0);
  startNote();
  expect(open()).toEqual(["A", "B", "[]"]);
});
