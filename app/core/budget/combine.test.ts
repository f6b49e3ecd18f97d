import { describe, expect, it } from "vitest";
import { combinedNote, combiningInstruction, groupAnswers } from "./combine";

const answers = ["a", "b", "c", "d", "e"].map((text) => ({ titles: [text.toUpperCase()], text }));

describe("combinedNote", () => {
  it("gives each answer under the titles of its part", () => {
    expect(
      combinedNote([
        { titles: ["PLAN", "LABS"], text: " Go home.\n" },
        { titles: [], text: "Rest." },
      ]),
    ).toBe("PLAN, LABS:\nGo home.\n\nNote:\nRest.");
  });

  it("names many sections by the first few, each once", () => {
    const titles = "A A B C D E F G H I J".split(" ");
    expect(combinedNote([{ titles, text: "Rest." }])).toBe("A, B, C, D, E, F, G, H:\nRest.");
  });
});

describe("combiningInstruction", () => {
  it("holds the instruction as it was", () => {
    expect(combiningInstruction("Which dose?")).toContain("Which dose?");
  });
});

describe("groupAnswers", () => {
  it("groups what follows each other as long as it has room", () => {
    const groups = groupAnswers(answers, [30, 30, 30, 30, 30], 70);
    expect(groups.map((group) => group.map(({ text }) => text).join(""))).toEqual(["ab", "cd", "e"]);
  });

  it("makes fewer groups than there are answers, so that combining ends", () => {
    expect(groupAnswers(answers, [50, 50, 50, 50, 50], 60).length).toBeLessThan(answers.length);
  });
});
