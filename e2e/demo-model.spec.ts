import { demoPrompt } from "./data/prompts";
import { cases } from "./data/questions";
import { demoModelAtBest } from "./data/reference-models";
import { expectAnswers, type Asked } from "./expect-answers";
import { expect, storedKeys, test } from "./fixtures";
import { referenceIds } from "./reference";

const newTokens = 16;

test("the demo model converts in the page, answers as the reference does on what Node converted, and is ready after a reload", async ({
  app,
  page,
  engine,
}) => {
  test.setTimeout(1_200_000);
  const model = demoModelAtBest();
  const prompts = referenceIds(model.tokenizer, cases.map(demoPrompt));

  await app.open();
  await page.getByRole("button", { name: "Use the demo model" }).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(app.noteField).toBeVisible({ timeout: 240_000 });
  const stored = await storedKeys(page);

  await page.reload();
  await expect(app.noteField).toBeVisible();
  expect(await storedKeys(page)).toEqual(stored);
  const spoken = await app.listenToTokens();
  const asked: Asked[] = [];
  for (const [index, { note, question }] of cases.entries()) {
    const promptIds = prompts[index] ?? [];
    await app.ask(note, question, newTokens);
    const text = await app.answer(600_000);
    asked.push({ promptIds, maxNewTokens: newTokens, text, tokenTexts: await spoken() });
    await expect(page.getByText(`${promptIds.length} tokens,`)).toBeVisible();
  }
  expectAnswers(engine, model, asked);
});
