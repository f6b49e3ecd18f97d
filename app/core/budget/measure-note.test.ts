import { describe, expect, it } from "vitest";
import { measureNote } from "./measure-note";

const countTokens = (text: string) => text.match(/\S+/g)?.length ?? 0;
const section = (title: string, words: number) => `${title}\n${"word ".repeat(words)}\n\n`;
const note = section("HISTORY", 300) + section("HOSPITAL COURSE", 900) + section("PLAN", 200);

function measure(contextTokens: number, answerTokens = 100) {
  const countPrompt = (text: string) => 50 + countTokens(text);
  return measureNote({ note, question: "What is the plan?", contextTokens, answerTokens, countPrompt, countTokens });
}

describe("measureNote", () => {
  it("says of a note that fits how long the prompt is, and no more", () => {
    expect(measure(2048)).toMatchObject({ promptTokens: 1454, fits: true, sections: [], parts: [] });
  });

  it("keeps room for at least one token of the answer", () => {
    expect(measure(1454).fits).toBe(false);
    expect(measure(1455).fits).toBe(true);
  });

  it("measures sections and makes parts of a note that does not fit", () => {
    const { fits, sections, parts, room } = measure(700);
    expect(fits).toBe(false);
    expect(sections.map(({ title, tokens }) => [title, tokens])).toEqual([
      ["HISTORY", 301],
      ["HOSPITAL COURSE", 902],
      ["PLAN", 201],
    ]);
    expect(sections[2]?.relevance).toBeGreaterThan(0);
    expect(parts.map(({ start, end }) => note.slice(start, end)).join("")).toBe(note);
    for (const { start, end } of parts) expect(countTokens(note.slice(start, end))).toBeLessThanOrEqual(room);
  });

  it("keeps most of the context for reading, however long the answer may be", () => {
    expect(measure(600, 2048).answerTokens).toBe(100);
    expect(measure(600, 2048).room).toBeGreaterThan(400);
  });

  it("makes no parts where not even the question has room", () => {
    expect(measure(60).parts).toEqual([]);
  });
});
