import type { BrowserContext } from "@playwright/test";
import { webGpuFlags } from "./chromium";
import { cases } from "./data/questions";
import { tinyGguf } from "./data/tiny-files";
import { expect, test } from "./fixtures";
import type { AppPage } from "./page-models/app-page";

const [{ note, question }] = cases;
const answerTimeoutMs = 60_000;

/** A note long enough to be stopped in the middle of. */
const longNote = `${note} `.repeat(20);

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
    await app.readyOn(`CPU, ${await processors(app)} threads`);

    await page.getByRole("link", { name: "Change where models run" }).click();
    await expect(app.engineChoice).toBeVisible();
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
  await app.readyOn(`CPU, ${await processors(app)} threads`);
});

test(
  "the user moves models to the GPU and back, by keyboard, and the choice stays",
  { tag: "@cpu" },
  async ({ launchWith }) => {
    const app = await launchWith(webGpuFlags);
    await app.open();
    await app.bringFiles(tinyGguf());
    await app.convert();
    await app.showModels();
    await app.chooseEngine("GPU");
    await expect(answeredOn(app)).resolves.toContain("ready on software adapter, f32");

    await app.page.reload();
    await app.showModels();
    await expect(app.engineOption("GPU")).toBeChecked();
    await app.chooseEngine("Processor (CPU)");
    await expect(answeredOn(app)).resolves.toContain("ready on CPU");
    await expect(app.engineNote).toContainText("Running on the CPU, as you chose.");

    await app.showModels();
    await app.chooseEngine("Automatic");
    await app.showQuestion();
    await expect(app.engineNote).toContainText("no usable GPU was found");
  },
);

test("Stop ends reading and answering at once, and the next question is answered", async ({ app }) => {
  await convertTiny(app);
  await app.ask(longNote, question, 2048);
  await expect(app.page.getByText(/\d+ of \d+ tokens/)).toBeVisible({ timeout: answerTimeoutMs });
  await app.stopButton.click();
  await expect(app.announcement).toHaveText("The answer was stopped.");

  await app.ask(note, question, 2048);
  await expect(app.answerText).toContainText(/.{20}/s, { timeout: answerTimeoutMs });
  await app.stopButton.click();
  await expect(app.announcement).toHaveText("The answer was stopped.");
  await expect(app.page.getByText("You stopped the answer here.")).toBeVisible();

  await app.ask(note, question, 8);
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
});

test("an engine that hangs is ended some time after Stop, and the page answers again", async ({ app, page }) => {
  await convertTiny(app);
  await app.ask(note, question, 2048);
  await expect(app.answerText).toContainText(/.{20}/s, { timeout: answerTimeoutMs });
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      setTimeout(() => {
        while (self.name === "engine");
      });
    });
  }
  await app.stopButton.click();
  await expect(app.alert).toContainText("The model did not stop in time and was ended.", { timeout: answerTimeoutMs });
  await app.write(note, question, 8);
  await app.alert.getByRole("button", { name: "Ask again" }).click();
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
});

test(
  "without isolation from other origins the CPU engine runs on one thread",
  { tag: "@cpu" },
  async ({ app, context }) => {
    await withoutIsolation(context);
    await convertTiny(app);
    expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(false);
    await app.ask(note, question, 8);
    expect(await app.answer(answerTimeoutMs)).not.toBe("");
    await app.readyOn("CPU, 1 thread");
  },
);

test("the CPU engine is not fetched where models run on the GPU", { tag: "@gpu" }, async ({ app, watched }) => {
  await convertTiny(app);
  await app.ask(note, question, 8);
  expect(await app.answer(answerTimeoutMs)).not.toBe("");
  expect(watched.own.some((path) => path.includes("gpu-worker"))).toBe(true);
  expect(watched.own.filter((path) => /cpu-worker|wllama/.test(path))).toEqual([]);
});

async function convertTiny(app: AppPage): Promise<void> {
  await app.open();
  await app.bringFiles(tinyGguf());
  await app.convert();
}

/** Asks, and returns what the header says once there is an answer. */
async function answeredOn(app: AppPage): Promise<string> {
  await app.showQuestion();
  await app.ask(note, question, 8);
  await app.answer(answerTimeoutMs);
  return (await app.page.getByRole("banner").textContent()) ?? "";
}

/** Threads that the engine takes on a machine of up to four processors. */
function processors(app: AppPage): Promise<number> {
  return app.page.evaluate(() => navigator.hardwareConcurrency);
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
