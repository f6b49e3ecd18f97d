import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import type { EngineKind } from "../../app/core/models/engine";
import type { ModelRecord } from "../../app/core/models/model-record";
import { cases } from "../data/questions";
import { AppPage } from "../page-models/app-page";
import { demoWeights, tinyCheckpoint } from "../paths";
import { rememberPreference } from "../remember-preference";
import { printBench } from "./print-bench";
import { watchMemory, type ProcessMemory } from "./process-memory";
import { timeFromClick } from "./time-from-click";

interface Row {
  model: string;
  engine: EngineKind;
  sourceMB: number;
  convertSeconds: number;
  convertMBPerSecond: number;
  convertPeakTabMB: number;
  loadSeconds: number;
  promptTokens: number;
  prefillTokensPerSecond: number;
  answerTokens: number;
  decodeTokensPerSecond: number;
  answerPeakTabMB: number;
  answerPeakGpuProcessMB: number;
  /** From Stop to the end of the answer, while the note is read and while tokens come. */
  stopReadingMs: number;
  stopAnsweringMs: number;
}

const models = [
  { model: "tiny", file: join(tinyCheckpoint, "tiny.gguf"), newTokens: 64 },
  { model: "smollm2-135m", file: demoWeights, newTokens: 32 },
];

/** Takes either engine long enough to be stopped while it reads. */
const longNote = `${cases[0].note} `.repeat(40);

const rows: Row[] = [];

for (const { model, file, newTokens } of models) {
  for (const engine of ["gpu", "cpu"] as const) {
    test(`${model}, ${engine}`, async ({ page, baseURL }) => {
      await rememberPreference(page.context(), baseURL ?? "", engine);
      const app = new AppPage(page);
      const memory = watchMemory();
      await app.open();
      const idle = memory.now();
      await app.bringFiles([file]);
      memory.peakSince();
      await app.convert();
      const convertPeak = memory.peakSince();
      const record = await readModelRecord(page);

      const loadStart = performance.now();
      await app.ask(cases[0].note, cases[0].question, newTokens);
      await expect(page.getByText(/ready on/)).toBeVisible({ timeout: 600_000 });
      const loadSeconds = (performance.now() - loadStart) / 1000;
      await app.answer(1_500_000);
      const answerPeak = memory.peakSince();
      memory.stop();
      const speeds = await shownSpeeds(page);

      const sourceMB = statSync(file).size / 1e6;
      rows.push({
        model,
        engine,
        sourceMB,
        convertSeconds: record.durationMs / 1000,
        convertMBPerSecond: (sourceMB * 1000) / record.durationMs,
        convertPeakTabMB: above(idle, convertPeak, "renderer"),
        loadSeconds,
        ...speeds,
        answerPeakTabMB: above(idle, answerPeak, "renderer"),
        answerPeakGpuProcessMB: above(idle, answerPeak, "gpu"),
        stopReadingMs: await timeStop(app, longNote, () =>
          expect(page.getByText(/[1-9]\d* of \d+ tokens/)).toBeVisible(),
        ),
        stopAnsweringMs: await timeStop(app, cases[0].note, () => expect(app.answerText).toContainText(/.{20}/s)),
      });
    });
  }
}

test.afterAll(({ browser }) => {
  printBench("page", browser, rows);
});

/** Milliseconds from pressing Stop to the announcement that the answer was stopped. */
async function timeStop(app: AppPage, note: string, untilThere: () => Promise<void>): Promise<number> {
  await app.ask(note, cases[0].question, 2048);
  await untilThere();
  return await timeFromClick(app.stopButton, app.announcement, "The answer was stopped.");
}

/** Memory above the idle page, in MB. */
function above(idle: ProcessMemory, peak: ProcessMemory, kind: keyof ProcessMemory): number {
  return (peak[kind] - idle[kind]) / 1e6;
}

/** The speeds that the page shows under an answer. */
async function shownSpeeds(page: Page) {
  const read = /(\d+) tokens, ([\d.]+) tokens\/s/.exec(
    (await page
      .getByText(/tokens\/s/)
      .first()
      .textContent()) ?? "",
  );
  const said = /(\d+) tokens, ([\d.]+) tokens\/s/.exec(
    (await page
      .getByText(/tokens\/s/)
      .last()
      .textContent()) ?? "",
  );
  return {
    promptTokens: Number(read?.[1]),
    prefillTokensPerSecond: Number(read?.[2]),
    answerTokens: Number(said?.[1]),
    decodeTokensPerSecond: Number(said?.[2]),
  };
}

async function readModelRecord(page: Page): Promise<ModelRecord> {
  return await page.evaluate(
    () =>
      new Promise<ModelRecord>((resolve, reject) => {
        const open = indexedDB.open("asclepius");
        open.onerror = () => reject(new Error("The database did not open."));
        open.onsuccess = () => {
          const request = open.result.transaction("models").objectStore("models").getAll();
          request.onsuccess = () => {
            const [record] = request.result as ModelRecord[];
            if (record === undefined) reject(new Error("No model is stored."));
            else resolve(record);
          };
          request.onerror = () => reject(new Error("The models could not be read."));
        };
      }),
  );
}
