import { expect, test } from "./fixtures";

test(
  "sentences of a real answer show in the note what they rest on, and the note shows what was said of it",
  { tag: "@cpu" },
  async ({ app, page }) => {
    test.setTimeout(600_000);
    await app.open();
    await app.demoButton.click();
    await expect(app.noteField).toBeVisible({ timeout: 240_000 });
    await page.getByRole("button", { name: "Use the sample note" }).click();
    await app.setLimit(24);
    await app.askButton.click();
    const text = await app.answer(300_000);

    const checks = page.getByRole("region", { name: "Checked against the note" });
    await expect(checks).toContainText("found in the note");
    expect(await app.answerText.textContent()).toBe(text);
    await app.evidenceLinks.first().click();
    const marked = app.noteMarks.and(page.locator("[aria-current]"));
    await expect(marked.first()).toBeInViewport();
    await expect(marked.first()).toContainText(/apixaban/i);

    await page.setViewportSize({ width: 1280, height: 500 });
    await page.evaluate(() => scrollTo(0, 0));
    await marked.first().click();
    await expect(app.evidenceLinks.first()).toBeInViewport();

    await checks.getByRole("button", { name: /sections that the answer does not touch/ }).click();
    await checks.getByRole("link", { name: "FOLLOW-UP" }).click();
    await expect(marked.first()).toHaveText(/FOLLOW-UP/);

    await app.showView("Edit");
    await app.noteField.press("End");
    await app.noteField.pressSequentially(" x");
    await app.noteField.press("Backspace");
    await app.noteField.press("Backspace");
    await expect(page.getByText("The note has changed since")).toHaveCount(0);
    await expect(app.noteField).toBeFocused();
    await app.noteField.pressSequentially(" x");
    await expect(page.getByText("The note has changed since")).toBeVisible();
    await expect(app.evidenceLinks).toHaveCount(0);
  },
);
