import { describe, expect, it } from "vitest";
import { noteTexts } from "../note/testing/note-texts";
import { tasks } from "../tasks/tasks";
import { clinicalPrompt } from "./clinical-prompt";

const lines = [
  "You are an intelligent clinical languge model.",
  "Below is a snippet of patient's discharge summary and a following instruction from healthcare professional.",
  "Write a response that appropriately completes the instruction.",
  "The response should provide the accurate answer to the instruction, while being concise.",
  "",
  "[Discharge Summary Begin]",
  "BP 120/80.\n\nNo fever.",
  "[Discharge Summary End]",
  "",
  "[Instruction Begin]",
  "Was there fever?",
  "[Instruction End] ",
  "",
];

describe("clinicalPrompt", () => {
  it("is the published prompt byte for byte, with the space before the last newline", () => {
    expect(clinicalPrompt("BP 120/80.\n\nNo fever.", "Was there fever?")).toBe(lines.join("\n"));
  });

  it("is the same for every note of ours and every task's instruction", () => {
    const before = lines.slice(0, 6).join("\n");
    const between = ["[Discharge Summary End]", "", "[Instruction Begin]"].join("\n");
    const written = { question: "Why?", instruction: "List\nthe doses.", passage: "No fever.", focus: "labs" };
    let pairs = 0;
    for (const note of noteTexts.values()) {
      for (const task of tasks) {
        const instruction = task.instruction(written);
        const expected = `${before}\n${note.trimEnd()}\n${between}\n${instruction}\n[Instruction End] \n`;
        expect(clinicalPrompt(note, instruction)).toBe(expected);
        pairs++;
      }
    }
    expect(pairs).toBeGreaterThan(50);
  });

  it("has no space before the last newline as in training", () => {
    const published = clinicalPrompt("BP 120/80.", "Fever?");
    expect(clinicalPrompt("BP 120/80.", "Fever?", "training")).toBe(published.replace("End] \n", "End]\n"));
    expect(published).toContain("End] \n");
  });

  it("strips newlines around note and question and keeps those inside", () => {
    expect(clinicalPrompt("\n\nBP 120/80.\n\nNo fever.\n", "\nWas there fever?\n\n")).toBe(lines.join("\n"));
  });

  it("keeps spaces around note and question: the models were trained with them", () => {
    expect(clinicalPrompt(" a ", " b ")).toContain("[Discharge Summary Begin]\n a \n[Discharge Summary End]");
  });
});
