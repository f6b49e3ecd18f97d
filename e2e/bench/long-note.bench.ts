import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { expectTraced } from "../expect-traced";
import { AppPage } from "../page-models/app-page";
import { printBench } from "./print-bench";

const question = "Which medications was the patient discharged on?";

/** The demo model reads a note of over 12,000 of its tokens, in parts, on the processor; where each sentence it combines leads back to. */
test("long-note", { tag: "@by-name" }, async ({ page, browser }) => {
  const app = new AppPage(page);
  await app.open();
  await app.demoButton.click();
  await app.noteField.waitFor({ timeout: 240_000 });
  await app.showModels();
  await app.chooseEngine("Processor (CPU)");
  await app.showQuestion();
  await app.write(recordOfNotes(), question, 64);
  await expect(app.longNoteChoice).toBeVisible();
  const [tokens = ""] = ((await app.gauge.getAttribute("aria-valuetext")) ?? "").split(" of ");
  const noteAndQuestion = Number(tokens.replace(/\D/g, ""));
  expect(noteAndQuestion).toBeGreaterThan(12_000);
  const parts = Number(/(\d+) parts/.exec((await app.longNoteChoice.textContent()) ?? "")?.[1]);
  const startMs = performance.now();
  await app.askButton.click();
  const answer = await app.answer(1_500_000);
  const minutes = (performance.now() - startMs) / 60_000;
  const traced = await expectTraced(app, answer);
  printBench("long-note", browser, traced, { tokens: noteAndQuestion, parts, minutes, sentences: traced.length });
});

/** All of our notes, and once more with every figure another. */
function recordOfNotes(): string {
  const folder = new URL("../../public/notes/", import.meta.url);
  const notes = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
  const others = notes.map((note) => note.replace(/\d+/g, (figure) => String(Number(figure) + 1)));
  return [...notes, ...others].join("\n\n");
}
