import type { BrowserContext } from "@playwright/test";
import { threadsFor } from "../app/engine/cpu";
import { formatThreads } from "../app/ui/format";
import { webGpuFlags } from "./chromium";
import { tinyPrompt } from "./data/prompts";
import { cases } from "./data/questions";
import { tinyModel } from "./data/reference-models";
import { tinyGguf } from "./data/tiny-files";
import { expectAnswers } from "./expect-answers";
import { engineWorker, expect, test } from "./fixtures";
import type { AppPage } from "./page-models/app-page";
import { referenceIds } from "./reference";

const [{ note, question }] = cases;
const answerTimeoutMs = 60_000;

/** A note that takes either engine long enough to be stopped in the middle of: most of the tiny model's context. */
const longNote = `${note} `.repeat(45);

test(
  "a new user without a GPU reaches an answer of the demo model, and reads what it runs on and why",
  { tag: "@cpu" },
  async ({ app, page, watched }) => {
    await app.open();
    await expect(app.device).toContainText("No graphics adapter was found");
    await expect(app.engineOption("Automatic")).toBeChecked();
    await app.demoButton.click();
    await page.getByRole("button", { name: "Use the sample note" }).click({ timeout: 120_000 });
    await expect(app.engineNote).toContainText(
      "Running on the CPU: no usable GPU was found, because WebGPU found no graphics adapter.",
    );
    await app.askButton.click();
    await expect(app.answerText).toContainText(/\w+ \w+ \w+/, { timeout: answerTimeoutMs });
    await app.stopButton.click();
    await expect(app.announcement).toHaveText("The answer was stopped.");
    await app.readyOn(await allThreads(app));

    await page.getByRole("link", { name: "Change where models run" }).click();
    await expect(app.engineChoice).toBeVisible();
    for (const file of [/cpu-worker-.*\.js$/, /wllama-.*\.wasm$/]) {
      expect(watched.own.some((path) => file.test(path))).toBe(true);
    }
    expect(watched.own.filter((path) => /gpu-worker|\/model-libs\//.test(path))).toEqual([]);
  },
);

test("a software adapter is passed over, and the page says why", { tag: "@cpu" }, async ({ launchWith }) => {
  const app = await launchWith(webGpuFlags);
  await app.open();
  await expect(app.device).toContainText("No usable GPU was found");
  await expect(app.device).toContainText(/Its speed\s*[\d.]+ billion operations\/s/);
  await app.bringFiles(tinyGguf());
  await app.convert();
  await expect(app.engineNote).toContainText("because the only graphics adapter is a software one");
  await app.ask(note, question, 8);
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
  await app.readyOn(await allThreads(app));
});

test(
  "the user moves models to the GPU and back, by keyboard, and the choice stays",
  { tag: "@cpu" },
  async ({ launchWith }) => {
    const app = await launchWith(webGpuFlags);
    await app.openWith(tinyGguf());
    await askAndAnswer(app);
    await app.readyOn(await allThreads(app));

    await app.showModels();
    await app.chooseEngine("GPU");
    await app.showQuestion();
    await expect(app.engineNote).toHaveCount(0);
    await askAndAnswer(app);
    await app.readyOn("software adapter, f32");

    await app.page.reload();
    await askAndAnswer(app);
    await app.readyOn("software adapter, f32");
    await app.showModels();
    await expect(app.engineOption("GPU")).toBeChecked();

    await app.chooseEngine("Processor (CPU)");
    await app.showQuestion();
    await expect(app.engineNote).toContainText("Running on the CPU, as you chose.");
    await askAndAnswer(app);
    await app.readyOn(await allThreads(app));
    await app.page.reload();
    await expect(app.engineNote).toContainText("Running on the CPU, as you chose.");

    await app.showModels();
    await app.chooseEngine("Automatic");
    await app.page.reload();
    await app.showQuestion();
    await expect(app.engineNote).toContainText("no usable GPU was found");
  },
);

test("Stop ends reading and answering at once, and the next question is answered", async ({ app }) => {
  await app.openWith(tinyGguf());
  await app.ask(longNote, question, 2048);
  await expect(app.page.getByText(/\d+ of \d+ tokens/)).toBeVisible({ timeout: answerTimeoutMs });
  await app.stopButton.click();
  await expect(app.announcement).toHaveText("The answer was stopped.");
  await expect(app.page.getByText("Stopped before the first word.")).toBeVisible();

  await app.askAtLength(note, question);
  await app.stopButton.click();
  await expect(app.announcement).toHaveText("The answer was stopped.");
  await expect(app.page.getByText("You stopped the answer here.")).toBeVisible();

  await app.ask(note, question, 8);
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
});

test("an engine that hangs is ended some time after Stop, and the page answers again", async ({ app, page }) => {
  await app.openWith(tinyGguf());
  await app.askAtLength(note, question);
  await engineWorker(page).evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
  await app.stopButton.click();
  await expect(app.alert).toContainText("The model did not stop in time and was ended.", { timeout: answerTimeoutMs });
  await app.askAgain(note, question);
});

test(
  "when one of the engine's threads crashes, the page says so and answers again",
  { tag: "@cpu" },
  async ({ app, page }) => {
    await app.openWith(tinyGguf());
    await app.askAtLength(note, question);
    const thread = page.workers().find((worker) => worker.url().includes("/wllama-"));
    await thread?.evaluate(() => {
      setTimeout(() => {
        throw new Error("a fault in a thread");
      });
    });
    await expect(app.alert).toContainText("The background worker stopped unexpectedly. Try again.");

    await app.askAgain(note, question);
  },
);

test(
  "without isolation from other origins the CPU engine runs on one thread, and says the same",
  { tag: "@cpu" },
  async ({ app, context }) => {
    await withoutIsolation(context);
    await app.openWith(tinyGguf());
    expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(false);
    const spoken = await app.listenToTokens();
    await app.ask(note, question, 24);
    const text = await app.answer(answerTimeoutMs);
    await app.readyOn("CPU, 1 thread");

    const model = tinyModel("tiny.gguf");
    const [promptIds = []] = referenceIds(model.tokenizer, [tinyPrompt({ note, question })]);
    expectAnswers("cpu", model, [{ promptIds, maxNewTokens: 24, text, tokenTexts: await spoken() }]);
  },
);

test("the CPU engine is not fetched where models run on the GPU", { tag: "@gpu" }, async ({ app, watched }) => {
  await app.openWith(tinyGguf());
  await app.ask(note, question, 8);
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
  expect(watched.own.some((path) => path.includes("gpu-worker"))).toBe(true);
  expect(watched.own.filter((path) => /cpu-worker|wllama/.test(path))).toEqual([]);
});

async function askAndAnswer(app: AppPage): Promise<void> {
  await app.ask(note, question, 8);
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
}

/** The engine's threads on this machine, as the header shows them. */
async function allThreads(app: AppPage): Promise<string> {
  const processors = await app.page.evaluate(() => navigator.hardwareConcurrency);
  return `CPU, ${formatThreads(threadsFor(processors, true))}`;
}

/** Takes the headers that isolate the page out of every response. */
async function withoutIsolation(context: BrowserContext): Promise<void> {
  await context.route("**/*", async (route) => {
    const response = await route.fetch();
    const headers = Object.fromEntries(
      Object.entries(response.headers()).filter(([name]) => !/^cross-origin-(opener|embedder)-policy$/.test(name)),
    );
    await route.fulfill({ response, headers });
  });
}
