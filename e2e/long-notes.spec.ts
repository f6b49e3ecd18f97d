import { tinyGguf } from "./data/tiny-files";
import { expectTraced } from "./expect-traced";
import { expect, test } from "./fixtures";

const answerTimeoutMs = 120_000;
const titles = ["HISTORY OF PRESENT ILLNESS", "HOSPITAL COURSE", "ALLERGIES", "DISCHARGE MEDICATIONS", "FOLLOW-UP"];
const sentence = "He slept well, ate his lunch and walked along the ward with the nurse. ";
/** Some 12,000 tokens of the tiny model, whose context holds 4,096. */
const longNote = titles.map((title) => `${title}\n${sentence.repeat(title === "ALLERGIES" ? 2 : 45)}\n\n`).join("");
const question = "Which allergies does he have?";

test.describe("notes that do not fit the context", { tag: "@cpu" }, () => {
  test.beforeEach(async ({ app }) => {
    await app.openWith(tinyGguf());
    await app.write(longNote, question, 16);
    await expect(app.page.getByText("The note is too long to be read at once.")).toBeVisible();
  });

  for (const way of ["put together as they are", "combined by the model"]) {
    test(`all of it is read in parts, whose answers are ${way} and stay to be seen, and each sentence leads back to its place`, async ({
      app,
      page,
    }) => {
      test.setTimeout(300_000);
      if (way === "combined by the model") await app.chooseHowToRead("All of it, combined by the model");
      const parts = Number(/(\d+) parts/.exec((await app.longNoteChoice.textContent()) ?? "")?.[1]);
      expect(parts).toBeGreaterThan(2);
      await app.askButton.click();
      await expect(app.announcement).toHaveText(`Part 2 of ${parts} of the note.`, { timeout: answerTimeoutMs });
      const text = await app.answer(answerTimeoutMs * 2);
      expect(text).not.toBe("");
      const traced = await expectTraced(app, text);
      await page.getByRole("button", { name: `Combined from ${parts} answers, one a part of the note` }).click();
      const answers = page.getByRole("listitem").filter({ hasText: "Show this part in the note" });
      await expect(answers).toHaveCount(parts);
      await expect(answers.last()).toContainText("FOLLOW-UP");
      await answers.last().getByRole("link", { name: "Show this part in the note" }).click();
      await expect(app.noteMarks.filter({ hasText: "FOLLOW-UP" })).toBeInViewport();
      if (way === "combined by the model") return;
      const said = (await answers.allTextContents()).join("\n");
      for (const line of text.split("\n")) expect(said).toContain(line);
      for (const { source } of traced) expect(source).not.toContain("No part’s answer says this");
    });
  }

  test("the sections that have to do with the question are read, and can be chosen otherwise", async ({
    app,
    page,
  }) => {
    await app.chooseHowToRead("Only some sections");
    const section = (name: string) => page.getByRole("checkbox", { name: new RegExp(`^${name}`) });
    await expect(section("ALLERGIES")).toBeChecked();
    await expect(page.getByText("They have no room together.")).toHaveCount(0);
    await app.askButton.click();
    expect(await app.answer(answerTimeoutMs)).not.toBe("");
    await expect(page.getByText(/^Read: .*ALLERGIES.*Not read: /)).toBeVisible();

    for (const title of titles) if (await section(title).isChecked()) await section(title).press("Space");
    await section("FOLLOW-UP").press("Space");
    await app.askButton.click();
    await expect(app.history).toContainText("2 of 2");
    await app.answer(answerTimeoutMs);
    await expect(page.getByText(/^Read: FOLLOW-UP\. Not read: /)).toBeVisible();

    for (const title of titles) if (!(await section(title).isChecked())) await section(title).press("Space");
    await expect(page.getByText("They have no room together. Leave some out.")).toBeVisible();
  });

  test("reading in parts is stopped like any answer, which says how far it goes", async ({ app, page }) => {
    await app.askButton.click();
    await expect(app.announcement).toHaveText(/^Part 2 of/, { timeout: answerTimeoutMs });
    await app.stopButton.click();
    await expect(app.announcement).toHaveText("The answer was stopped.");
    await expect(page.getByText(/^1 of the note’s \d+ parts was answered/)).toBeVisible();
    await expect(app.answerText).not.toBeEmpty();
    await expect(app.alert).toHaveCount(0);
  });
});
