import { expect } from "@playwright/test";
import type { AppPage } from "./page-models/app-page";

/** Where the page says that a sentence of a combined answer comes from. */
export interface TracedSentence {
  sentence: string;
  /** How it leads there, and to which sections. */
  source: string;
}

/**
 * Opens the sources of a combined answer and follows each: every sentence that claims something must lead to a section that the
 * note has, and show its place there.
 */
export async function expectTraced(app: AppPage, answer: string): Promise<TracedSentence[]> {
  const { page } = app;
  const checks = page.getByRole("region", { name: "Checked against the note" });
  const claims = Number(/of (\d+) sentence/.exec((await checks.textContent()) ?? "")?.[1]);
  expect(claims).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Where each sentence comes from" }).click();
  const sources = page.getByRole("list", { name: "Sentences and their sections" }).getByRole("listitem");
  await expect(sources).toHaveCount(claims);
  const traced: TracedSentence[] = [];
  for (const source of await sources.all()) {
    const sentence = (await source.locator("q").textContent()) ?? "";
    expect(answer).toContain(sentence);
    const place = source.getByRole("link").first();
    const titles = ((await place.textContent()) ?? "").replace(/ and \d+ more$/, "").split(", ");
    await place.click();
    await expect(app.noteMarks.and(page.locator("[aria-current]")).first()).toBeInViewport();
    for (const title of titles) await expect(page.getByRole("navigation", { name: "Sections" })).toContainText(title);
    traced.push({ sentence, source: ((await source.textContent()) ?? "").slice(sentence.length) });
  }
  return traced;
}
