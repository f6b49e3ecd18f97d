import { expect, test } from "@playwright/test";
import { AppPage } from "../page-models/app-page";
import { printBench } from "./print-bench";

const wordCount = 20_000;
const watchedMs = 30_000;

/** How long the page's main thread is busy at a stretch while an answer comes and the note is scrolled and typed in. */
test("the main thread while an answer comes", async ({ page }) => {
  const browser = page.context().browser();
  if (browser === null) throw new Error("The page belongs to no browser.");
  const app = new AppPage(page);
  await app.open();
  await app.demoButton.click();
  await app.noteField.waitFor({ timeout: 240_000 });
  await app.write(longNote(), "Tell the whole hospital course again, in all details.", 2048);
  await app.longNoteChoice.getByRole("radio", { checked: true }).focus();
  await page.keyboard.press("ArrowDown");
  await app.askButton.click();
  await expect(app.answerText).toContainText(/.{20}/s, { timeout: 240_000 });

  const rows = [];
  for (const view of ["edit", "read"] as const) {
    if (view === "read") await app.showView("Read");
    await page.evaluate(() => {
      const taken: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) taken.push(duration);
      });
      observer.observe({ type: "longtask" });
      Object.assign(globalThis, { longTasks: taken });
    });
    const end = Date.now() + watchedMs / 2;
    for (let step = 0; Date.now() < end; step++) {
      if (view === "edit") await app.noteField.press("x");
      await page.mouse.move(300, 500);
      await page.mouse.wheel(0, step % 2 === 0 ? 400 : -300);
      await page.waitForTimeout(100);
    }
    const longTasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
    rows.push({
      view,
      watchedSeconds: watchedMs / 2000,
      "tasks above 50 ms": longTasks.length,
      "longest, ms": Math.max(0, ...longTasks),
    });
  }
  await app.stopButton.click();
  printBench("smooth", browser, rows);
});

/** A discharge summary of many days, each a section. */
function longNote(): string {
  const day = "The patient slept well, had no fever, ate his lunch and walked along the ward twice with the nurse. ";
  const words = day.split(" ").length - 1;
  const days = 40;
  const perDay = Math.ceil(wordCount / words / days);
  return Array.from({ length: days }, (_, i) => `HOSPITAL DAY ${i + 1}\n${day.repeat(perDay)}\n\n`).join("");
}
