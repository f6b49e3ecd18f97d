import { describe, expect, it } from "vitest";
import { parseResult } from "../parse-result";
import { note, textsInNote } from "../testing/note";

const passage = "Chest X-ray showed pulmonary edema.";

function paraphrase(answer: string, asked = ""): string[] {
  const result = parseResult("paraphrase", answer, note, { passage: asked });
  if (result.kind !== "paraphrase") return [result.kind];
  return result.pairs.map(({ source, paraphrase: words }) => `${textsInNote(source.inNote).join("@")} | ${words}`);
}

describe("parseResult of a paraphrase", () => {
  const asPair = ["Chest X-ray showed pulmonary edema | The picture showed water in the lungs."];

  it.each([
    "The picture showed water in the lungs.",
    '"The picture showed water in the lungs."',
    "Paraphrase: The picture showed water in the lungs.",
    'Sure, here is a simpler version: "The picture showed water in the lungs."',
    "**Simpler language:** The picture showed water in the lungs.",
    "Original: Chest X-ray showed pulmonary edema.\nParaphrase: The picture showed water in the lungs.",
    "'Chest X-ray showed pulmonary edema' -> The picture showed water in the lungs.",
    "| Original | Paraphrase |\n|--|--|\n| Chest X-ray showed pulmonary edema. | The picture showed water in the lungs. |",
    '[{"original": "Chest X-ray showed pulmonary edema.", "paraphrase": "The picture showed water in the lungs."}]',
  ])("sets %j beside the passage", (answer) => expect(paraphrase(answer, passage)).toEqual(asPair));

  it("keeps the paragraphs of a paraphrase", () => {
    expect(paraphrase("Water in the lungs.\n\nIt went away.", passage)).toEqual([
      "Chest X-ray showed pulmonary edema | Water in the lungs.\n\nIt went away.",
    ]);
  });

  it.each(["", " ", "**"])("leaves %j as text", (answer) => expect(paraphrase(answer, passage)).toEqual(["text"]));

  it("leaves what was asked without a passage as text", () => {
    expect(paraphrase("The picture showed water in the lungs.")).toEqual(["text"]);
  });
});
