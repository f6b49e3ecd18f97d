import { describe, expect, it } from "vitest";
import { findSections } from "../../core/note/sections";
import { readingBlocks } from "./reading-blocks";

const summary = "Name: A\n\nHOSPITAL COURSE\nShe was well.\n\n  FOLLOW-UP:\nIn 2 weeks.\n";

function blocksOf(note: string) {
  return readingBlocks(note, findSections(note));
}

/** The text of each block. */
function texts(note: string): string[] {
  return blocksOf(note).map(({ text }) => text);
}

describe("readingBlocks", () => {
  it("begins a block with each line that has a heading, and says where the heading is", () => {
    expect(texts(summary)).toEqual([
      "Name: A\n\n",
      "HOSPITAL COURSE\nShe was well.\n\n",
      "  FOLLOW-UP:\nIn 2 weeks.\n",
    ]);
    const headings = blocksOf(summary).map(({ heading }) => heading && summary.slice(heading.start, heading.end));
    expect(headings).toEqual([undefined, "HOSPITAL COURSE", "FOLLOW-UP:"]);
  });

  it("cuts long sections where lines end, and only the first part has the heading", () => {
    const note = `HOSPITAL COURSE\n${"She was well. She ate.\n".repeat(1000)}`;
    const blocks = blocksOf(note);
    expect(texts(note).join("")).toBe(note);
    expect(blocks.map(({ start, end }) => note.slice(start, end))).toEqual(texts(note));
    expect(blocks.length).toBeGreaterThan(3);
    expect(Math.max(...blocks.map(({ start, end }) => end - start))).toBeLessThan(6100);
    expect(texts(note).every((text) => text.endsWith("\n"))).toBe(true);
    expect(blocks.filter(({ heading }) => heading !== undefined)).toHaveLength(1);
  });

  it.each(["", "\n\n", "one line", "x".repeat(20_000), "\n\nHOSPITAL COURSE\n"])(
    "leaves nothing out of a note without sections or text",
    (note) => {
      expect(texts(note).join("")).toBe(note);
    },
  );
});
