import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import type { ModelRecord } from "../../app/core/models/model-record";
import { cases } from "../data/questions";
import { AppPage } from "../page-models/app-page";
import { benchResults, demoWeights, tinyCheckpoint } from "../paths";
import { watchMemory, type ProcessMemory } from "./process-memory";

interface Row {
  model: string;
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
}

const models = [
  { model: "tiny", file: join(tinyCheckpoint, "tiny.gguf"), newTokens: 64 },
  { model: "smollm2-135m", file: demoWeights, newTokens: 16 },
];

const rows: Row[] = [];

for (const { model, file, newTokens } of models) {
  test(model, async ({ page }) => {
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

    const sourceMB = statSync(file).size / 1e6;
    rows.push({
      model,
      sourceMB,
      convertSeconds: record.durationMs / 1000,
      convertMBPerSecond: (sourceMB * 1000) / record.durationMs,
      convertPeakTabMB: above(idle, convertPeak, "renderer"),
      loadSeconds,
      ...(await shownSpeeds(page)),
      answerPeakTabMB: above(idle, answerPeak, "renderer"),
      answerPeakGpuProcessMB: above(idle, answerPeak, "gpu"),
    });
  });
}

test.afterAll(({ browser }) => {
  const machine = { browser: browser.version(), processor: cpus()[0]?.model ?? "unknown", cores: cpus().length };
  console.log(`\nChromium ${machine.browser}, ${machine.cores} × ${machine.processor}, WebGPU adapter as launched`);
  console.table(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === "number" ? Number(value.toFixed(2)) : value,
        ]),
      ),
    ),
  );
  mkdirSync(benchResults, { recursive: true });
  writeFileSync(join(benchResults, "page.json"), JSON.stringify({ ...machine, rows }, null, 2));
});

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
