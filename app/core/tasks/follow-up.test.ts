import { describe, expect, it } from "vitest";
import { followUpInstruction } from "./follow-up";

const earlier = [
  { question: "Which anticoagulant?", answer: "Apixaban.\n" },
  { question: "Since when?", answer: "Since 3 May." },
];

describe("followUpInstruction", () => {
  it("is the question alone where nothing came before", () => {
    expect(followUpInstruction([], " At which dose? ")).toBe(" At which dose? ");
  });

  it("tells what was asked and answered before, oldest first, and the question last", () => {
    expect(followUpInstruction(earlier, "At which dose?")).toBe(
      [
        "Earlier question: Which anticoagulant?",
        "Answer: Apixaban.",
        "Earlier question: Since when?",
        "Answer: Since 3 May.",
        "Follow-up question: At which dose?",
      ].join("\n"),
    );
  });

  it("is blank while the question is, so that nothing is asked", () => {
    expect(followUpInstruction(earlier, " ").trim()).toBe("");
  });
});
