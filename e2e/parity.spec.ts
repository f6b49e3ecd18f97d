import { tinyPrompt } from "./data/prompts";
import { cases } from "./data/questions";
import { demoModel, tinyModel } from "./data/reference-models";
import { tinyGguf } from "./data/tiny-files";
import { expect, test } from "./fixtures";
import { compareEngines, describeComparison, explainedBy, greedyIds, type Comparison } from "./parity/compare-engines";
import { readNotes } from "./parity/passages";
import { demoWeights } from "./paths";
import { referenceIds } from "./reference";

test("both engines would say the same after every token of the tiny model's answers, but for rounding", async ({
  app,
  page,
}) => {
  test.setTimeout(600_000);
  await app.openWith(tinyGguf());
  const model = tinyModel("tiny.gguf");
  const prompts = referenceIds(model.tokenizer, cases.map(tinyPrompt));
  const answers = await greedyIds(page, "gpu", prompts, 64);
  const passages = prompts.map((prompt, index) => ({
    name: `answer ${index}`,
    prompt,
    ids: answers[index] ?? [],
    saidByGpu: true,
  }));
  expectRounding(await compareEngines(page, passages, model), 0.9);
});

test("both engines would say the same after every token of a note and of an answer about it, but for rounding", async ({
  app,
  page,
}) => {
  test.setTimeout(1_200_000);
  await app.openWith([demoWeights]);
  const model = demoModel();
  const [note] = readNotes(model.tokenizer).toSorted((a, b) => a.prompt.length - b.prompt.length);
  if (note === undefined) throw new Error("There is no note.");
  const [answer = []] = await greedyIds(page, "cpu", [note.prompt], 48);
  const passages = [
    {
      name: "the note",
      prompt: note.prompt.slice(0, note.aloneFrom),
      ids: note.prompt.slice(note.aloneFrom, note.aloneFrom + 48),
    },
    { name: "the answer", prompt: note.prompt, ids: answer },
  ];
  expectRounding(await compareEngines(page, passages, model), 0.9);
});

function expectRounding(comparison: Comparison, leastAgreement: number): void {
  console.log(describeComparison(comparison));
  const { positions, differences } = comparison;
  expect((positions - differences.length) / positions).toBeGreaterThanOrEqual(leastAgreement);
  for (const { exactGap, roundingError } of differences) {
    expect(exactGap).toBeLessThanOrEqual(explainedBy * roundingError);
  }
}
