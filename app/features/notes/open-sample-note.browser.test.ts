import { beforeEach, expect, it } from "vitest";
import { sampleNotes } from "../../core/note/sample-notes";
import { activeNote, useNotes } from "./notes-store";
import { openSampleNote } from "./open-sample-note";

beforeEach(() => useNotes.setState(useNotes.getInitialState(), true));

it("opens each sample under its title, the first where none is named", async () => {
  expect(await openSampleNote()).toBe(true);
  for (const sample of sampleNotes) expect(await openSampleNote(sample)).toBe(true);
  const { notes, failures } = useNotes.getState();
  expect(notes.map(({ title }) => title)).toEqual([sampleNotes[0]?.title, ...sampleNotes.map(({ title }) => title)]);
  expect(notes.filter(({ text }) => text.length < 500)).toEqual([]);
  expect(failures).toEqual([]);
});

it("says so where one is not served", async () => {
  // Half a character, which no server finds; for an unknown name this one sends a page.
  expect(await openSampleNote({ file: "%E0%A4%A", title: "None" })).toBe(false);
  expect(useNotes.getState().failures).toMatchObject([{ error: { code: "not-served" } }]);
  expect(activeNote(useNotes.getState()).text).toBe("");
});
