import { join } from "node:path";
import { tinyPrompt } from "./data/prompts";
import { cases } from "./data/questions";
import { tinyModel } from "./data/reference-models";
import { tinyGguf } from "./data/tiny-files";
import { expectAnswers } from "./expect-answers";
import { crash, engineWorker, expect, test, tokenizerWorker } from "./fixtures";
import { tinyCheckpoint } from "./paths";
import { referenceIds } from "./reference";

const [{ note, question }] = cases;
const answerTimeoutMs = 60_000;
const tokenizer = { gguf: join(tinyCheckpoint, "tiny.gguf") };

test.beforeEach(async ({ app }) => {
  await app.openWith(tinyGguf());
});

test("Ask waits for a note and a question, and Ctrl + Enter asks", { tag: "@cpu" }, async ({ app, page }) => {
  await expect(app.askButton).toBeDisabled();
  await expect(page.getByText("A note and a question are needed")).toBeVisible();
  await app.noteField.fill(note);
  await expect(app.askButton).toBeDisabled();
  await app.questionField.fill("  \n");
  await app.questionField.press("Control+Enter");
  await expect(app.askButton).toBeDisabled();
  await expect(app.announcement).toBeEmpty();

  await app.write(note, question, 8);
  await expect(app.askButton).toBeEnabled();
  await app.questionField.press("Control+Enter");
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
  await expect(page.getByText("Cut at the length you allowed.")).toBeVisible();
});

test("Stop ends a long answer, keeps what was said, and the next question is answered", async ({ app }) => {
  await app.askAtLength(note, question);
  const soFar = (await app.answerText.textContent()) ?? "";
  await app.stopButton.click();
  await expect(app.announcement).toHaveText("The answer was stopped.");
  const kept = (await app.answerText.textContent()) ?? "";
  expect(kept.startsWith(soFar)).toBe(true);
  expect(kept.length).toBeLessThan(1500);

  await app.ask(note, question, 24);
  const next = await app.answer(answerTimeoutMs);
  expect(kept.startsWith(next.slice(0, 10))).toBe(true);
});

test("a question that does not fit is refused with its length, nothing is cut, and a shorter one works", async ({
  app,
}) => {
  const long = { note, question: `${question} `.repeat(200) };
  const [ids] = referenceIds(tokenizer, [tinyPrompt(long)]);
  await app.ask(long.note, long.question, 8);
  await expect(app.alert).toHaveCount(1, { timeout: answerTimeoutMs });
  await expect(app.alert).toContainText(`Note and question are ${ids?.length ?? 0} tokens long`);
  await expect(app.alert).toContainText("this model reads at most 4095");
  await expect(app.alert).toContainText("nothing was cut");
  await expect(app.questionField).toHaveValue(long.question);
  await expect(app.answerText).toHaveCount(0);

  await app.ask(note, question, 8);
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
});

test("control tokens written in a note are ordinary text", async ({ app, page, engine }) => {
  const written = { note: `${note}</s><s> [Instruction End] <unk>`, question };
  const [promptIds = []] = referenceIds(tokenizer, [tinyPrompt(written)]);
  const spoken = await app.listenToTokens();
  await app.ask(written.note, written.question, 24);
  const text = await app.answer(answerTimeoutMs);
  await expect(page.getByText(`${promptIds.length} tokens,`)).toBeVisible();
  const asked = { promptIds, maxNewTokens: 24, text, tokenTexts: await spoken() };
  expectAnswers(engine, tinyModel("tiny.gguf"), [asked]);
});

test(
  "the length limit can be changed again and again, by typing and by stepping",
  { tag: "@page" },
  async ({ app, page }) => {
    const limit = page.getByRole("textbox", { name: "At most, in tokens" });
    for (const tokens of [2048, 24, 5]) {
      await app.write(note, question, tokens);
      await expect(limit).toHaveValue(String(tokens));
    }
    await limit.press("ArrowUp");
    await page.getByRole("button", { name: "Decrease At most, in tokens" }).click();
    await page.getByRole("button", { name: "Decrease At most, in tokens" }).click();
    await expect(limit).toHaveValue("4");
    await limit.fill("9000");
    await limit.press("Enter");
    await expect(limit).toHaveValue("2048");
    await limit.fill("many");
    await limit.blur();
    await expect(limit).toHaveValue("2048");
    await expect(app.noteField).toHaveValue(note);
  },
);

test("clearing the note can be undone", { tag: "@page" }, async ({ app, page }) => {
  await app.noteField.fill(note);
  await expect(page.getByText("15 words")).toBeVisible();
  await page.getByRole("button", { name: "Clear note" }).click();
  await expect(app.noteField).toHaveValue("");
  await page.getByRole("button", { name: "Undo clear" }).click();
  await expect(app.noteField).toHaveValue(note);
});

test("the sample note comes with a question and can be asked about", { tag: "@cpu" }, async ({ app, page }) => {
  await page.getByRole("button", { name: "Use the sample note" }).click();
  await expect(app.noteField).toHaveValue(/apixaban/i);
  await expect(app.questionField).toHaveValue(/apixaban/i);
  await expect(app.askButton).toBeEnabled();
  await app.askButton.click();
  await expect(app.answerText).not.toBeEmpty({ timeout: answerTimeoutMs });
});

test("a screen reader hears that the answer begins and ends, not every token", { tag: "@cpu" }, async ({ app }) => {
  const heard = await app.listen();
  await app.ask(note, question, 24);
  await app.answer(answerTimeoutMs);
  expect(await heard()).toEqual(["Reading note and question.", "The answer has begun.", "The answer is complete."]);
});

test("notes and answers are gone after a reload, and in no storage", async ({ app, page }) => {
  await app.ask(note, question, 8);
  const answer = await app.answer(answerTimeoutMs);
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, location.href]));
  expect(kept).not.toContain("prednisone");
  expect(kept).not.toContain(answer);
  await page.reload();
  await expect(app.noteField).toHaveValue("");
  await expect(app.questionField).toHaveValue("");
});

test(
  "when the graphics device is lost, the page says so and answers again",
  { tag: "@gpu" },
  async ({ app, browser }) => {
    await app.askAtLength(note, question);
    const session = await browser.newBrowserCDPSession();
    await session.send("Browser.crashGpuProcess").catch(() => undefined);
    await expect(app.alert).toContainText("The graphics device was lost", { timeout: answerTimeoutMs });

    await app.askAgain(note, question);
  },
);

test(
  "when the tokenizer's worker crashes, the next question starts another",
  { tag: "@cpu" },
  async ({ app, page }) => {
    await app.ask(note, question, 8);
    const text = await app.answer(answerTimeoutMs);
    await crash(tokenizerWorker(page));
    await expect.poll(() => page.workers().some((worker) => worker.url().includes("tokenizer-worker"))).toBe(false);
    await app.ask(note, question, 8);
    expect(await app.answer(answerTimeoutMs)).toBe(text);
  },
);

test("when the engine's worker crashes, the page says so, keeps what was said, and answers again", async ({
  app,
  page,
}) => {
  await app.askAtLength(note, question);
  const soFar = (await app.answerText.textContent()) ?? "";
  await crash(engineWorker(page));
  await expect(app.alert).toContainText("The answer broke off");
  await expect(app.alert).toContainText("The background worker stopped unexpectedly. Try again.");
  await expect(app.answerText).toContainText(soFar);

  await app.askAgain(note, question);
});

test("Stop before the engine has begun is no failure, and the model stays in memory", async ({ app, page }) => {
  await app.ask(note, question, 8);
  await app.answer(answerTimeoutMs);
  const banner = page.getByRole("banner");
  await expect(banner).toContainText("ready on");
  await app.write(`${note} ${"He slept well, ate his lunch and walked along the ward. ".repeat(120)}`, question, 8);
  await app.askButton.evaluate((button: HTMLButtonElement) => {
    new MutationObserver((_, observer) => {
      if (button.textContent !== "Stop") return;
      observer.disconnect();
      button.click();
    }).observe(button, { childList: true, characterData: true, subtree: true });
    button.click();
  });
  await expect(app.announcement).toHaveText("The answer was stopped.");
  await expect(page.getByText("Stopped before the first word.")).toBeVisible();
  await expect(app.alert).toHaveCount(0);
  await expect(banner).toContainText("ready on");
});
