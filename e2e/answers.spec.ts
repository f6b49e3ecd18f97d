import { cases } from "./data/questions";
import { tinyGguf } from "./data/tiny-files";
import { crash, engineWorker, expect, test } from "./fixtures";

const [{ note, question }] = cases;
const answerTimeoutMs = 60_000;

test.describe("answers", { tag: "@cpu" }, () => {
  test.beforeEach(async ({ app }) => {
    await app.openWith(tinyGguf());
  });

  test("the gauge counts what the engine reads, before it is asked, in either form of the prompt", async ({
    app,
    page,
  }) => {
    await app.write(note, question, 8);
    for (const form of ["As published", "As in training"]) {
      if (form === "As in training") {
        await page.getByRole("button", { name: /^Answer settings/ }).click();
        await page.getByRole("radiogroup", { name: "End of the prompt" }).getByRole("radio", { checked: true }).focus();
        await page.keyboard.press("ArrowDown");
        await expect(page.getByRole("button", { name: /prompt as in training$/ })).toBeVisible();
      }
      await expect(page.getByText("Room for the answer’s 8 tokens.")).toBeVisible();
      const value = (await app.gauge.getAttribute("aria-valuenow")) ?? "";
      await app.askButton.click();
      await expect(app.announcement).toHaveText("Reading note and question.");
      await app.answer(answerTimeoutMs);
      await expect(page.getByText(`${value} tokens,`)).toBeVisible();
    }
  });

  test("an answer that was cut is gone on with, and becomes what it would have been at once", async ({ app, page }) => {
    await app.ask(note, question, 24);
    const whole = await app.answer(answerTimeoutMs);
    await app.ask(note, question, 12);
    const half = await app.answer(answerTimeoutMs);
    expect(whole.startsWith(half)).toBe(true);
    await page.getByRole("button", { name: "Go on", exact: true }).click();
    await expect(app.answerText).toHaveText(whole, { timeout: answerTimeoutMs });
    await app.answer(answerTimeoutMs);
  });

  test("an answer that cannot go on stays as it is, says why, and goes on with the next try", async ({ app, page }) => {
    await app.ask(note, question, 12);
    const half = await app.answer(answerTimeoutMs);
    const checks = page.getByRole("region", { name: "Checked against the note" });
    await expect(checks).toBeVisible();
    await crash(engineWorker(page));
    const goOn = page.getByRole("button", { name: "Go on", exact: true });
    await goOn.click();
    await expect(app.alert).toContainText("The answer did not go on");
    await expect(app.answerText).toHaveText(half);
    await expect(checks).toBeVisible();

    await goOn.click();
    await expect(app.alert).toHaveCount(0);
    expect(await app.answer(answerTimeoutMs)).not.toBe(half);
  });

  test("the focus stays beside what was pressed", async ({ app, page }) => {
    await app.askAtLength(note, question);
    await app.stopButton.focus();
    await page.keyboard.press("Enter");
    await expect(app.announcement).toHaveText("The answer was stopped.");
    await expect(app.askButton).toBeFocused();
    await page.getByRole("button", { name: "Clear answer" }).focus();
    await page.keyboard.press("Enter");
    await expect(app.answerPanel).toBeFocused();
    await page.getByRole("button", { name: "Bring the answer back" }).focus();
    await page.keyboard.press("Enter");
    await expect(app.answerPanel).toBeFocused();
  });

  test("asked anew, the same question gets the same greedy answer beside the first", async ({ app, page }) => {
    await app.ask(note, question, 16);
    const first = await app.answer(answerTimeoutMs);
    await page.getByRole("button", { name: "Answer anew" }).click();
    await expect(app.history).toContainText("2 of 2");
    expect(await app.answer(answerTimeoutMs)).toBe(first);
    await page.getByRole("button", { name: "Clear answer" }).click();
    await expect(app.history).toHaveCount(0);
    await expect(app.answerText).toHaveText(first);
    await page.getByRole("button", { name: "Bring the answer back" }).click();
    await expect(app.history).toContainText("2 of 2");
    await expect(page.getByRole("button", { name: "Bring the answer back" })).toHaveCount(0);
  });

  test("an edited question branches off, and both answers stay and can be compared", async ({ app, page }) => {
    await app.ask(note, question, 12);
    const first = await app.answer(answerTimeoutMs);
    await app.questionField.fill("Is there fever?");
    await app.askButton.click();
    await expect(app.history).toContainText("2 of 2");
    const second = await app.answer(answerTimeoutMs);

    await page.getByRole("button", { name: "Earlier answer" }).click();
    await expect(app.answerText).toHaveText(first);
    await page.getByRole("button", { name: "Edit the question" }).click();
    await expect(app.questionField).toHaveValue(question);

    await page.getByRole("button", { name: "Compare with" }).click();
    await page.getByRole("menuitem", { name: /Is there fever/ }).click();
    await expect(page.getByRole("region", { name: `Answer to: ${question}` })).toContainText(first);
    await expect(page.getByRole("region", { name: "Answer to: Is there fever?" })).toContainText(second);
    if (first !== second) await expect(app.answerPanel.locator("mark")).not.toHaveCount(0);
    await page.getByRole("button", { name: "End the comparison" }).click();
    await expect(app.answerText).toHaveText(first);
  });

  test("a follow-up is asked with what was said before, or by itself, and keeps it to be edited", async ({
    app,
    page,
  }) => {
    await app.ask(note, question, 12);
    const first = await app.answer(answerTimeoutMs);
    const alone = Number(await app.gauge.getAttribute("aria-valuenow"));
    await page.getByRole("button", { name: "Ask a follow-up" }).click();
    await expect(app.questionField).toBeFocused();
    await expect(app.questionField).toHaveValue("");
    await expect(app.askButton).toBeDisabled();
    await page.keyboard.type(question);
    await expect(page.getByText(`Follows ${question}`)).toBeVisible();
    await expect.poll(async () => Number(await app.gauge.getAttribute("aria-valuenow"))).toBeGreaterThan(alone);
    await page.keyboard.press("Control+Enter");
    await expect(app.history).toContainText("2 of 2");
    await app.answer(answerTimeoutMs);
    await page.getByRole("button", { name: "Follows an earlier question" }).click();
    await expect(app.answerPanel.getByRole("definition").filter({ hasText: first.trim() })).toBeVisible();

    await page.getByRole("button", { name: "Ask a follow-up" }).click();
    await expect(page.getByText("and 1 before")).toBeVisible();
    await page.getByRole("button", { name: "Edit the question" }).click();
    await expect(app.questionField).toHaveValue(question);
    await page.getByRole("button", { name: "Ask by itself" }).click();
    await expect(page.getByText(`Follows ${question}`)).toHaveCount(0);
    await app.askButton.click();
    await expect(app.history).toContainText("3 of 3");
    expect(await app.answer(answerTimeoutMs)).toBe(first);
  });

  test("a seed brings the same answer again, and another one another", async ({ app, page }) => {
    await page.getByRole("button", { name: /^Answer settings/ }).click();
    const settings = page.getByRole("radiogroup", { name: "How words are chosen" });
    await settings.getByRole("radio", { name: "Greedy" }).focus();
    await page.keyboard.press("ArrowDown");
    await expect(settings.getByRole("radio", { name: "As the authors sampled" })).toBeChecked();
    const answerWith = async (seed: string) => {
      await page.getByRole("textbox", { name: "Seed" }).fill(seed);
      await page.getByRole("textbox", { name: "Seed" }).blur();
      await app.ask(note, question, 24);
      await expect(app.answerText).not.toBeEmpty({ timeout: answerTimeoutMs });
      return await app.answer(answerTimeoutMs);
    };
    const first = await answerWith("7");
    const other = await answerWith("8");
    expect(other).not.toBe(first);
    expect(await answerWith("7")).toBe(first);
  });

  test("an answer is rated by the paper's rubric and copied", async ({ app, page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await app.ask(note, question, 8);
    const text = await app.answer(answerTimeoutMs);
    const rating = page.getByRole("radiogroup", { name: "Your rating" });
    await rating.getByRole("radio", { name: "3 Satisfactory" }).click();
    await expect(rating.getByRole("radio", { name: "3 Satisfactory" })).toBeChecked();
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  });

  test("Ctrl + . stops the answer from anywhere, and the shortcuts are listed", async ({ app, page }) => {
    await app.askAtLength(note, question);
    await app.noteField.focus();
    await page.keyboard.press("Control+.");
    await expect(app.announcement).toHaveText("The answer was stopped.");
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Ctrl + Enter");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});
