import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "@playwright/test";
import { AppPage } from "../page-models/app-page";
import { pictures } from "../paths";

const schemes = ["light", "dark"] as const;
const widths = { 1280: 1320, 390: 844 };

/** The README's pictures: the sample note and an answer of the demo model about it, in both themes, on a desk and on a phone. */
test("pictures of the page", { tag: "@by-name" }, async ({ page }) => {
  mkdirSync(pictures, { recursive: true });
  const app = new AppPage(page);
  await app.open();
  await app.demoButton.click();
  await app.noteField.waitFor({ timeout: 240_000 });
  await page.getByRole("button", { name: "Use the sample note" }).click();
  await app.setLimit(64);
  await app.askButton.click();
  await app.answer(600_000);
  await app.evidenceLinks.first().click();
  for (const [width, height] of Object.entries(widths)) {
    await page.setViewportSize({ width: Number(width), height });
    const toAnswer = app.wayTo("Answer");
    if (await toAnswer.isVisible()) await toAnswer.click();
    else await page.evaluate(() => scrollTo(0, 0));
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const path = join(pictures, `answer-${width}-${colorScheme}.png`);
      await page.screenshot({ path });
    }
  }
});
