import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cases } from "./data/questions";
import { tinyFolder, tinyGguf } from "./data/tiny-files";
import { deleteShardFile, deleteStoredFile, expect, nothingStored, storedKeys, test } from "./fixtures";
import { AppPage } from "./page-models/app-page";
import { demoWeights } from "./paths";

const [{ note, question }] = cases;
const demoTimeoutMs = 120_000;

test(
  "a conversion that is cancelled keeps what is stored, another can follow, and discarding it leaves nothing",
  { tag: "@page" },
  async ({ app, page }) => {
    await app.open();
    await convertDemoUntilStored(app);
    await expect(page.getByRole("progressbar", { name: "Converting SmolLM2-135M-Instruct.Q4_1.gguf" })).toBeVisible();
    await expect(app.conversionProgress).toBeVisible();
    await expect(app.unfinished).toHaveCount(0);

    await app.cancelButton.click();
    await expect(app.chooseFilesButton).toBeVisible();
    await expect(app.alert).toHaveCount(0);
    await expect(app.unfinished).toContainText(/SmolLM2 135M Instruct.*\d+ MB of 76 MB stored/);

    await app.bringFiles(tinyGguf());
    await app.convert();
    expect((await storedKeys(page)).ready).toHaveLength(1);
    await app.showModels();
    await app.deleteModel("tiny.gguf");

    await app.unfinished.getByRole("button", { name: /^Discard the unfinished conversion of SmolLM2/ }).click();
    await expect(app.dialog).toContainText("Your checkpoint files stay as they are");
    await app.dialog.getByRole("button", { name: "Discard it" }).click();
    await expect(app.unfinished).toHaveCount(0);
    await expect.poll(() => storedKeys(page)).toEqual(nothingStored);
  },
);

test(
  "a conversion that a reload cut off is not offered as a model, and goes on from the shards that are stored",
  { tag: "@page" },
  async ({ app, page }) => {
    await app.open();
    await convertDemoUntilStored(app);
    await page.reload();
    await expect(page.getByText("None yet.")).toBeVisible();
    const cutOff = await storedKeys(page);
    expect(cutOff.ready).toEqual([]);
    expect(cutOff.begun).toHaveLength(1);
    await expect(app.unfinished).toHaveCount(1);

    await app.bringFiles([demoWeights]);
    await expect(page.getByText(/MB of 76 MB are stored already/)).toBeVisible();
    await app.resumeButton.click();
    await expect(app.noteField).toBeVisible({ timeout: demoTimeoutMs });
    expect(await storedKeys(page)).toMatchObject({ ready: cutOff.begun, begun: [] });
  },
);

test(
  "a conversion that a closed tab cut off is there to go on with in the next one",
  { tag: "@page" },
  async ({ app, context }) => {
    await app.open();
    await convertDemoUntilStored(app);
    await app.page.close();

    const next = new AppPage(await context.newPage());
    await next.open();
    await expect(next.unfinished).toHaveCount(1);
    await next.bringFiles([demoWeights]);
    await next.resumeButton.click();
    await expect(next.noteField).toBeVisible({ timeout: demoTimeoutMs });
    await next.showModels();
    await expect(next.unfinished).toHaveCount(0);
    await expect(next.models).toHaveCount(1);
  },
);

test(
  "a checkpoint that was converted before is recognised and can be asked at once",
  { tag: "@page" },
  async ({ app, page }) => {
    await app.openWith(tinyGguf());
    const before = await storedKeys(page);

    await page.reload();
    await app.showModels();
    await app.bringFiles(tinyGguf());
    await expect(app.alreadyStored).toBeVisible();
    await expect(page.getByText("tiny.gguf was converted before, from the same files.")).toBeVisible();
    await page.getByRole("region", { name: "Bring a model" }).getByRole("button", { name: "Ask it" }).click();
    await expect(app.noteField).toBeVisible();
    expect(await storedKeys(page)).toEqual(before);
  },
);

test("deleting a model asks first, and then leaves nothing of it", { tag: "@page" }, async ({ app, page }) => {
  await app.openWith(tinyGguf());
  const before = await storedKeys(page);
  await app.showModels();

  await app.model("tiny.gguf").getByRole("button", { name: "Delete Tiny test Llama" }).click();
  await expect(app.dialog).toContainText("Delete this model from this device?");
  await expect(app.dialog).toContainText("Your checkpoint files stay as they are");
  await app.dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(app.dialog).toHaveCount(0);
  await expect(app.models).toHaveCount(1);
  expect(await storedKeys(page)).toEqual(before);

  await app.deleteModel("tiny.gguf");
  await expect(page.getByText("None yet.")).toBeVisible();
  await expect.poll(() => storedKeys(page)).toEqual(nothingStored);
});

test(
  "while one tab converts a checkpoint, another says that it is at work",
  { tag: "@page" },
  async ({ app, context }) => {
    const other = new AppPage(await context.newPage());
    for (const tab of [app, other]) {
      await tab.open();
      await tab.bringFiles([demoWeights]);
    }
    await app.convertButton.click();
    await expect(app.conversionProgress).toBeVisible();
    await other.convertButton.click();
    await expect(other.alert).toContainText("Another tab is working on this model");
    await expect(other.alert).toContainText("Finish or close it there and try again");
    await expect(app.alert).toHaveCount(0);

    await expect(app.noteField).toBeVisible({ timeout: demoTimeoutMs });
    await other.showModels();
    await expect(other.models).toHaveCount(1);
    expect((await storedKeys(app.page)).begun).toEqual([]);
  },
);

test(
  "who asks while another model is converted goes on undisturbed, and finds it among the models",
  { tag: "@page" },
  async ({ app, page }) => {
    await app.openWith(tinyGguf());
    const goOn = await convertHeldBack(app);
    await app.showQuestion();
    await app.noteField.pressSequentially("Written while ");
    goOn();
    await expect.poll(async () => (await storedKeys(page)).ready.length).toBe(2);
    await app.noteField.pressSequentially("it was converted.");
    await expect(app.noteField).toHaveValue("Written while it was converted.");
    await expect(app.noteField).toBeFocused();

    await app.showModels();
    await expect(app.models).toHaveCount(2);
    await expect(app.model("tiny.gguf")).toContainText("in use");
  },
);

test("who comes back to a conversion before it ends is taken to its model", { tag: "@page" }, async ({ app }) => {
  await app.openWith(tinyGguf());
  const goOn = await convertHeldBack(app);
  await app.showQuestion();
  await app.showModels();
  goOn();
  await expect(app.noteField).toBeVisible();
  await app.showModels();
  await expect(app.model("config.json")).toContainText("in use");
});

test(
  "of a folder that is picked, what stands in it counts, and no other model within it",
  { tag: "@page" },
  async ({ app, page }, testInfo) => {
    const folder = testInfo.outputPath("my model");
    for (const place of ["", "checkpoint-500", "original"]) {
      mkdirSync(join(folder, place), { recursive: true });
      for (const { name, buffer } of tinyFolder()) writeFileSync(join(folder, place, name), buffer);
    }
    writeFileSync(join(folder, ".DS_Store"), "");
    await app.open();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a folder…" }).click();
    await (await chooser).setFiles(folder);
    await expect(page.getByText("my model", { exact: true })).toBeVisible();
    await app.convert();
    await app.showModels();
    await expect(app.model("my model")).toContainText("in use");
  },
);

test("where the browser keeps nothing of settings, the page works all the same", { tag: "@page" }, async ({ app }) => {
  await app.page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    });
  });
  await app.openWith(tinyGguf());
  await expect(app.askButton).toBeVisible();
});

test("a model whose stored file is lost says so; others answer, and it can be converted again", async ({
  app,
  page,
}) => {
  await app.openWith(tinyFolder());
  const [lost] = (await storedKeys(page)).ready;
  await app.showModels();
  await app.bringFiles(tinyGguf());
  await app.convert();
  await deleteStoredFile(page, new RegExp(`/${lost ?? "none"}/.*params_shard_0\\.bin$`));

  await askModel(app, "config.json");
  await expect(app.alert).toHaveCount(1);
  await expect(app.alert).toContainText("config.json: 1 of 3 stored files are gone");
  await expect(app.alert).toContainText("Delete the model and convert it again");

  await askModel(app, "tiny.gguf");
  expect(await app.answer(60_000)).not.toBe("");

  await deleteAndConvertAgain(app, "config.json", tinyFolder());
});

test("a model whose shard has lost its bytes says which, and can be deleted and converted again", async ({
  app,
  page,
}) => {
  await app.openWith(tinyGguf());
  await deleteShardFile(page, /params_shard_0\.bin$/);
  await page.reload();
  await app.ask(note, question, 8);
  await expect(app.alert).toContainText("params_shard_0.bin: the stored file is gone");
  await expect(app.alert).toContainText("Delete the model and convert it again");

  await deleteAndConvertAgain(app, "tiny.gguf", tinyGguf());
});

/** Deletes a model, makes it anew of its files, and asks it. */
async function deleteAndConvertAgain(
  app: AppPage,
  label: string,
  files: Parameters<AppPage["bringFiles"]>[0],
): Promise<void> {
  await app.showModels();
  await app.deleteModel(label);
  await app.bringFiles(files);
  await app.convert();
  await app.ask(note, question, 8);
  expect(await app.answer(60_000)).not.toBe("");
}

/** Begins to convert another model, in the view of the models, which waits until it is told to go on. */
async function convertHeldBack(app: AppPage): Promise<() => void> {
  let goOn: (() => void) | undefined;
  const told = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await app.page.route(/\/quantizer-[^/]*\.wasm$/, async (route) => {
    await told;
    await route.continue();
  });
  await app.showModels();
  await app.bringFiles(tinyFolder());
  await app.convertButton.click();
  await expect(app.cancelButton).toBeVisible();
  return () => goOn?.();
}

/** Starts with the demo model and returns when the first of its shards is entered in the journal and others are still to come. */
async function convertDemoUntilStored(app: AppPage): Promise<void> {
  await app.demoButton.click();
  await expect
    .poll(async () => (await storedKeys(app.page)).entered.length, { timeout: demoTimeoutMs, intervals: [100] })
    .toBeGreaterThan(0);
  await expect(app.cancelButton).toBeVisible();
}

async function askModel(app: AppPage, label: string): Promise<void> {
  await app.showModels();
  await app.model(label).getByRole("button", { name: "Ask it" }).click();
  await app.ask(note, question, 8);
}
