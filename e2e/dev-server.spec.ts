import { cases } from "./data/questions";
import { tinyGguf } from "./data/tiny-files";
import { expect, test } from "./fixtures";

const [{ note, question }] = cases;

test("the page works on the development server, under the same policy", async ({ app, page }) => {
  // The development server compiles what the page asks for, and reloads it once it has found all dependencies.
  await expect(async () => {
    await app.open();
    await expect(app.device).toContainText("Graphics adapter", { timeout: 10_000 });
  }).toPass({ timeout: 60_000 });

  await app.bringFiles(tinyGguf());
  await app.convert();
  await app.ask(note, question, 8);
  expect(await app.answer(120_000)).not.toBe("");
  await expect(page.getByText("8 tokens,")).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});
