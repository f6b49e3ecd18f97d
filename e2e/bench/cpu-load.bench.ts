import { cpus } from "node:os";
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { attentionSettings } from "../../app/engine/llama-cpp/attention-settings";
import smollm2 from "../../model-config/variants/smollm2-135m.json" with { type: "json" };
import { cases } from "../data/questions";
import { AppPage } from "../page-models/app-page";
import { demoWeights } from "../paths";
import { rememberPreference } from "../remember-preference";
import { watchMemory } from "./process-memory";
import { printBench } from "./print-bench";
import { timeFromClick } from "./time-from-click";
import { runWllama, serveWllamaPage } from "./wllama-page";

const rounds = 5;
const settings = { contextTokens: smollm2.defaultContextTokens, threads: cpus().length };

interface Load {
  seconds: number;
  peakMB: number;
}

/** Our load from the stored shards against wllama's own of the GGUF file that it keeps in the same browser, in turns, each in a page of its own. */
test("loading the demo model on the CPU", async ({ browser, baseURL }) => {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  await rememberPreference(context, baseURL ?? "", "cpu");
  const app = new AppPage(await context.newPage());
  await app.openWith([demoWeights]);
  await app.page.close();

  const wllama = await serveWllamaPage();
  const download = await newWllamaPage(context, wllama.url);
  await download.evaluate(runWllama, { download: true, ...settings, attention: {} });
  await download.close();
  const ours: Load[] = [];
  const theirs: Load[] = [];
  const theirsByDefault: Load[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await measure(() => newAppPage(context), loadInApp));
    theirs.push(await measure(() => newWllamaPage(context, wllama.url), loadInWllama(attentionSettings)));
    theirsByDefault.push(await measure(() => newWllamaPage(context, wllama.url), loadInWllama({})));
  }
  wllama.close();
  const rows = [
    { what: "this app, from its shards", ...median(ours) },
    { what: "wllama, its own GGUF file, same settings", ...median(theirs) },
    { what: "wllama, its own GGUF file, its default settings", ...median(theirsByDefault) },
  ];
  const [own, other, byDefault] = rows;
  const multiple = (key: keyof Load, of: Load | undefined) => (own?.[key] ?? Number.NaN) / (of?.[key] ?? Number.NaN);
  printBench("cpu-load", browser, rows, {
    "time, as a multiple of wllama's": multiple("seconds", other),
    "peak memory, as a multiple of wllama's": multiple("peakMB", other),
    "time, as a multiple of wllama's by default": multiple("seconds", byDefault),
    "peak memory, as a multiple of wllama's by default": multiple("peakMB", byDefault),
  });
});

async function measure(open: () => Promise<Page>, load: (page: Page) => Promise<number>): Promise<Load> {
  const page = await open();
  // Until the processes of pages that were closed are gone.
  await page.waitForTimeout(2000);
  const memory = watchMemory();
  const idle = memory.now();
  const seconds = (await load(page)) / 1000;
  const peak = memory.peakSince();
  memory.stop();
  await page.close();
  return { seconds, peakMB: (peak.renderer - idle.renderer) / 1e6 };
}

/** From the question to the moment at which the header says that the model is ready. */
function loadInApp(page: Page): Promise<number> {
  return timeFromClick(new AppPage(page).askButton, page.getByRole("banner"), "ready on CPU");
}

async function newAppPage(context: BrowserContext): Promise<Page> {
  const app = new AppPage(await context.newPage());
  await app.open();
  await app.write(cases[0].note, cases[0].question, 1);
  await expect(app.askButton).toBeEnabled();
  return app.page;
}

async function newWllamaPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

function loadInWllama(attention: object): (page: Page) => Promise<number> {
  return (page) => page.evaluate(runWllama, { download: false, ...settings, attention });
}

function median(loads: readonly Load[]): Load {
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { seconds: middle(loads.map(({ seconds }) => seconds)), peakMB: middle(loads.map(({ peakMB }) => peakMB)) };
}
