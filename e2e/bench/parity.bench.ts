import { expect, test } from "@playwright/test";
import { demoModel } from "../data/reference-models";
import { AppPage } from "../page-models/app-page";
import { compareEngines, describeComparison, explainedBy, greedyIds, type Passage } from "../parity/compare-engines";
import { readNotes } from "../parity/passages";
import { demoWeights } from "../paths";
import { printBench } from "./print-bench";

/** Teacher-forced tokens of each note, from where it differs from the others, so that no position counts twice, and of each answer: reading a whole prompt takes a software adapter a minute. */
const noteTokens = 40;
const answerTokens = 100;
const answeredNotes = 3;

test("what the engines would say after each token of our notes, and of answers about them", async ({
  page,
  browser,
}) => {
  test.setTimeout(7_200_000);
  const app = new AppPage(page);
  await app.openWith([demoWeights]);
  const model = demoModel();
  const notes = readNotes(model.tokenizer);
  const asked = notes.slice(0, answeredNotes);
  const prompts = asked.map(({ prompt }) => prompt);
  const onGpu = await greedyIds(page, "gpu", prompts, answerTokens);
  const onCpu = await greedyIds(page, "cpu", prompts, answerTokens);
  const answers = asked.map(({ name, prompt }, index): Passage => ({
    name: `answer about ${name}`,
    prompt,
    ids: onGpu[index] ?? [],
    saidByGpu: true,
  }));
  const texts = notes.map(({ name, prompt, aloneFrom }): Passage => {
    return { name, prompt: prompt.slice(0, aloneFrom), ids: prompt.slice(aloneFrom, aloneFrom + noteTokens) };
  });

  const parts = [
    { what: "answers", ...(await compareEngines(page, answers, model)) },
    { what: "notes", ...(await compareEngines(page, texts, model)) },
  ];
  const whole = {
    what: "all",
    positions: parts.reduce((sum, { positions }) => sum + positions, 0),
    differences: parts.flatMap(({ differences }) => differences),
  };
  console.log(`\n${describeComparison(whole)}`);
  const unexplained = whole.differences.filter(({ exactGap, roundingError }) => exactGap > explainedBy * roundingError);
  console.log(`differences that 8-bit rounding does not explain: ${unexplained.length}`);
  for (const [index, { name }] of asked.entries()) {
    const parting = onGpu[index]?.findIndex((id, at) => id !== onCpu[index]?.[at]) ?? -1;
    console.log(
      `greedy, ${name}: ${parting === -1 ? `the same ${answerTokens} tokens` : `the same up to token ${parting}`}`,
    );
  }
  printBench(
    "parity",
    browser,
    [...parts, whole].map(({ what, positions, differences }) => ({
      what,
      positions,
      agreed: positions - differences.length,
      agreementPercent: (100 * (positions - differences.length)) / positions,
    })),
  );
  expect(unexplained).toEqual([]);
});
