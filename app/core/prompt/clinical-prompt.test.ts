import { describe, expect, it } from "vitest";
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

  it("strips newlines around note and question and keeps those inside", () => {
    expect(clinicalPrompt("\n\nBP 120/80.\n\nNo fever.\n", "\nWas there fever?\n\n")).toBe(lines.join("\n"));
  });

  it("keeps spaces around note and question: the models were trained with them", () => {
    expect(clinicalPrompt(" a ", " b ")).toContain("[Discharge Summary Begin]\n a \n[Discharge Summary End]");
  });
});
