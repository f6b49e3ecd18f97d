import { describe, expect, it } from "vitest";
import { readNotes } from "./read-notes";
import { hostileDocuments } from "./testing/hostile-documents";
import { malformed } from "./testing/malform";
import { expectNotesOrError } from "./testing/outcome";
import { SAMPLE_TEXT, sampleDocuments } from "./testing/sample-documents";

const samples = Object.entries(await sampleDocuments());
const hostile = Object.entries(await hostileDocuments());
// Spoilt PDFs are read in the worker's own tests: pdf.js rejects promises that nobody waits for, which fails a test in Node.
const spoilt = samples.filter(([name]) => name !== "note.pdf");

describe("files that are not what they should be", () => {
  it.each(samples)("%s is read as it should be", async (name, bytes) => {
    const notes = await readNotes(name, bytes);
    expect(notes[0]?.text).toContain(SAMPLE_TEXT);
  });

  it.each(spoilt)("200 spoilt copies of %s are read, or one error each says what is wrong", async (name, bytes) => {
    let read = 0;
    for (const copy of malformed(bytes, 200)) {
      if (await expectNotesOrError(name, readNotes(name, copy))) read++;
    }
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(200);
  });

  it.each(hostile)("%s exhausts nothing", async (name, bytes) => {
    await expectNotesOrError(name, readNotes(name, bytes));
  });
});
