import { expect, test } from "@playwright/test";
import { AppPage } from "../page-models/app-page";
import { printBench, printTable } from "./print-bench";
import { mainThreadTasks, type MainThreadTask } from "./smooth/main-thread-tasks";

const wordCount = 20_000;
const watchedMs = 30_000;
/** What a reader notices as a halt. */
const longMs = 50;
/** How many of the longest tasks are listed. */
const listed = 10;
/** Time that the page has for what follows an act of the user. */
const settleMs = 800;

/** What the page's main thread does at a stretch while an answer comes, and a long note is typed, scrolled, pasted and shown. */
test("the main thread while an answer comes", async ({ page, context }) => {
  const browser = context.browser();
  if (browser === null) throw new Error("The page belongs to no browser.");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const app = new AppPage(page);
  await app.open();
  await app.demoButton.click();
  await app.noteField.waitFor({ timeout: 240_000 });

  const tasks: (MainThreadTask & { act: string })[] = [];
  const watch = async (act: string, walk: () => Promise<void>) => {
    tasks.push(...(await mainThreadTasks(browser, page, walk)).map((task) => ({ act, ...task })));
  };
  // Nothing but the keyboard and the mouse: what finds elements would run on the page's main thread.
  const press = async (key: string) => {
    await page.keyboard.press(key);
    await page.waitForTimeout(settleMs);
  };
  const scroll = async (types: boolean) => {
    const end = Date.now() + watchedMs / 2;
    for (let step = 0; Date.now() < end; step++) {
      if (types) await page.keyboard.press("x");
      await page.mouse.wheel(0, step % 2 === 0 ? 400 : -300);
      await page.waitForTimeout(100);
    }
  };

  const note = longNote();
  await askOfOneSection(app, note, 2048);
  await app.noteField.focus();
  await app.noteField.hover();
  await watch("typing and scrolling in Edit", () => scroll(true));
  await app.showView("Read");
  await app.noteText.hover();
  await watch("scrolling in Read", () => scroll(false));
  await page.getByRole("radiogroup", { name: "View" }).getByRole("radio", { checked: true }).focus();
  await watch("from Read to Edit, back, and again", async () => {
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowLeft"]) {
      await page.keyboard.press(key);
      await press("Space");
    }
  });
  await expect(app.noteField).toBeVisible();
  await page.getByRole("button", { name: "New note" }).click();
  await page.evaluate((text) => navigator.clipboard.writeText(text), note);
  await app.noteField.focus();
  await watch("pasting the note", () => press("Control+V"));
  await app.showView("Read");
  await app.noteTabs.last().focus();
  await watch("from note to note", async () => {
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowLeft"]) await press(key);
  });
  await expect(app.noteTabs.first()).toHaveAttribute("aria-selected", "true");
  await expect(app.stopButton, "The answer came all the while").toBeVisible();
  await app.stopButton.click();

  await askOfOneSection(app, note, 64);
  await app.showView("Read");
  await watch("the answer's end, and its evidence", async () => {
    await page.locator("mark").first().waitFor();
    await page.waitForTimeout(settleMs);
  });

  const acts = [...new Set(tasks.map(({ act }) => act))];
  const rows = acts.map((act) => {
    const walls = tasks.filter((task) => task.act === act).map(({ wallMs }) => wallMs);
    const threads = tasks.filter((task) => task.act === act).map(({ threadMs }) => threadMs);
    return {
      act,
      tasks: walls.length,
      "above 50 ms": walls.filter((ms) => ms > longMs).length,
      "longest, ms": Math.max(...walls),
      "above 50 ms of thread time": threads.filter((ms) => ms > longMs).length,
      "longest, ms of thread time": Math.max(...threads),
    };
  });
  printBench("smooth", browser, rows);
  printTable(tasks.toSorted((a, b) => b.wallMs - a.wallMs).slice(0, listed));
});

/** Asks about a note that is too long, for an answer from one section, and returns when it has begun. */
async function askOfOneSection(app: AppPage, note: string, maxNewTokens: number): Promise<void> {
  await app.write(note, "Tell the whole hospital course again, in all details.", maxNewTokens);
  // The sections are chosen of what was counted.
  await expect(app.gauge).toBeVisible();
  await app.chooseHowToRead("Only some sections");
  const chosen = app.page.getByRole("checkbox", { checked: true });
  while ((await chosen.count()) > 1) await chosen.last().press("Space");
  await app.askButton.click();
  await expect(app.answerText).toContainText(/.{20}/s, { timeout: 240_000 });
}

/** A discharge summary of many days, each a section. */
function longNote(): string {
  const day = "The patient slept well, had no fever, ate his lunch and walked along the ward twice with the nurse. ";
  const words = day.split(" ").length - 1;
  const days = 40;
  const perDay = Math.ceil(wordCount / words / days);
  return Array.from({ length: days }, (_, i) => `HOSPITAL DAY ${i + 1}\n${day.repeat(perDay)}\n\n`).join("");
}
