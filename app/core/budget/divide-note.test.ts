import { describe, expect, it } from "vitest";
import { randomNumbers } from "../checkpoint/testing/tiny-model";
import { findSections } from "../note/sections";
import { divideNote } from "./divide-note";

/** As if every word were a token. */
const countTokens = (text: string) => text.match(/\S+/g)?.length ?? 0;

function divided(note: string, room: number): string[] {
  const sections = findSections(note).map(({ heading, body }) => ({
    start: heading.start,
    end: body.end,
    tokens: countTokens(note.slice(heading.start, body.end)),
  }));
  return divideNote(note, sections, room, countTokens).map(({ start, end }) => note.slice(start, end));
}

const note = `CHIEF COMPLAINT
Chest pain since noon.

HOSPITAL COURSE
He was admitted. Troponin was normal twice. The pain went away by itself. He walked the ward.

DISCHARGE MEDICATIONS
Aspirin 81 mg daily.
`;

describe("divideNote", () => {
  it("joins sections that follow each other as long as they have room", () => {
    expect(divided(note, 100)).toEqual([note]);
    const parts = divided(note, 25);
    expect(parts.map((part) => part.split("\n")[0])).toEqual(["CHIEF COMPLAINT", "DISCHARGE MEDICATIONS"]);
    expect(parts.join("")).toBe(note);
  });

  it("cuts a section that is too long between its sentences", () => {
    const parts = divided(note, 10);
    expect(parts.join("")).toBe(note);
    expect(parts).toContain("The pain went away by itself. He walked the ward.\n\n");
    for (const part of parts) expect(countTokens(part)).toBeLessThanOrEqual(10);
  });

  it("cuts a sentence that is too long between its words", () => {
    const words = Array.from({ length: 50 }, (_, i) => `word${i}`).join(" ");
    const parts = divided(words, 8);
    expect(parts.join("")).toBe(words);
    for (const part of parts) expect(countTokens(part)).toBeLessThanOrEqual(8);
    expect(parts.join(" ").match(/word\d+/g)).toHaveLength(50);
  });

  it("cuts what has no spaces, and never a character in two", () => {
    const emoji = "🫀".repeat(40);
    const sections = [{ start: 0, end: emoji.length, tokens: emoji.length }];
    const parts = divideNote(emoji, sections, 7, (text) => text.length).map(({ start, end }) =>
      emoji.slice(start, end),
    );
    expect(parts.join("")).toBe(emoji);
    for (const part of parts) expect(part).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
  });

  it("leaves nothing out, whatever the note and the room", () => {
    const random = randomNumbers(11);
    const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)];
    for (let round = 0; round < 200; round++) {
      const text = Array.from({ length: 60 }, () =>
        pick(["PLAN\n", "word ", "dose. ", "\n\n", "HISTORY:\n", "5.2 mg "]),
      ).join("");
      const start = findSections(text)[0]?.heading.start ?? text.length;
      const room = 1 + Math.floor(random() * 12);
      const parts = divided(text, room);
      expect(parts.join("")).toBe(text.slice(start));
      for (const part of parts) expect(countTokens(part)).toBeLessThanOrEqual(Math.max(room, 1));
    }
  });
});
