import { describe, expect, it } from "vitest";
import { wordsAround } from "./words-around";

const around = (text: string, word: string) => {
  const start = text.indexOf(word);
  return wordsAround(text, { start, end: start + word.length });
};

describe("wordsAround", () => {
  it("takes what stands on the same line", () => {
    expect(around("PLAN\nWe gave it twice.\nWell.", "it")).toEqual({ before: "We gave ", after: " twice." });
    expect(around("it", "it")).toEqual({ before: "", after: "" });
  });

  it("cuts long lines between words", () => {
    const { before, after } = around(`${"before ".repeat(20)}it${" behind".repeat(20)}`, "it");
    expect(before).toMatch(/^…( before)+ $/);
    expect(after).toMatch(/^( behind)+ …$/);
    expect(before.length + after.length).toBeLessThan(84);
  });
});
