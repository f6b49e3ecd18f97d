import { describe, expect, it } from "vitest";
import { sampleNotes } from "./sample-notes";
import { noteTexts } from "./testing/note-texts";

describe("sampleNotes", () => {
  it("lists the notes that are there, each once", () => {
    expect(noteTexts.size).toBeGreaterThanOrEqual(12);
    expect(sampleNotes.map(({ file }) => file).toSorted()).toEqual([...noteTexts.keys()].toSorted());
  });

  it("gives each a title of its own", () => {
    expect(new Set(sampleNotes.map(({ title }) => title)).size).toBe(sampleNotes.length);
  });

  it.each(sampleNotes)("$file says first that it is synthetic", ({ file }) => {
    expect(noteTexts.get(file)?.split("\n")[0]).toContain("(synthetic: no such patient exists)");
  });
});
