import { badCheckpoints, type BadCheckpoint } from "./data/bad-checkpoints";
import { cases } from "./data/questions";
import { tinyGguf } from "./data/tiny-files";
import { expect, limitQuota, nothingStored, storedKeys, test } from "./fixtures";
import type { AppPage } from "./page-models/app-page";

const [{ note, question }] = cases;

for (const bad of badCheckpoints) {
  test(
    `${bad.what}: the alert says what, where and what to do, and nothing is stored`,
    { tag: "@page" },
    async ({ app, page }) => {
      await app.openWith(tinyGguf());
      const before = await storedKeys(page);
      await app.showModels();

      await bring(app, bad);
      for (const words of bad.says) await expect(app.alert).toContainText(words);
      expect(await storedKeys(page)).toEqual(before);

      await app.alert.getByRole("button", { name: "Close" }).click();
      await expect(app.alert).toHaveCount(0);
      await expect(app.chooseFilesButton).toBeVisible();
    },
  );
}

test("after all of these in a row, the model that was there still answers", async ({ app, page }) => {
  await app.openWith(tinyGguf());
  const before = await storedKeys(page);
  await app.showModels();
  for (const bad of badCheckpoints) {
    await bring(app, bad);
    await app.alert.getByRole("button", { name: "Close" }).click();
  }
  expect(await storedKeys(page)).toEqual(before);

  await app.model("tiny.gguf").getByRole("button", { name: "Ask it" }).click();
  await app.ask(note, question, 8);
  expect(await app.answer(60_000)).not.toBe("");
});

test(
  "without a graphics adapter the page says why the GPU cannot answer, and offers the CPU",
  { tag: "@gpu" },
  async ({ launchWith }) => {
    // None of the flags that give Chromium a software adapter, and a user who chose the GPU.
    const app = await launchWith([]);
    await app.open();
    await expect(app.device).toContainText("No graphics adapter was found");
    await expect(app.device).toContainText("update the graphics driver, turn on hardware acceleration");

    await app.bringFiles(tinyGguf());
    await app.convert();
    await app.ask(note, question, 8);
    await expect(app.alert).toHaveCount(1);
    await expect(app.alert).toContainText("The model is not loaded");
    await expect(app.alert).toContainText("WebGPU found no graphics adapter. Update the graphics driver");
    await expect(app.alert.getByRole("button", { name: "Try again" })).toBeVisible();
    await expect(app.askButton).toBeEnabled();

    await app.alert.getByRole("button", { name: "Run it on the CPU" }).click();
    expect(await app.answer(60_000)).not.toBe("");
    await expect(app.engineNote).toContainText("Running on the CPU, as you chose.");
  },
);

test(
  "without room the alert says how much is needed and how much is left, and with room it converts",
  { tag: "@page" },
  async ({ launchWith }) => {
    // By default Chromium hides from pages how much room there is, and says 10 GiB.
    const app = await launchWith(["--disable-features=StaticStorageQuota"]);
    await app.open();
    await app.bringFiles(tinyGguf());
    const liftLimit = await limitQuota(app.page, 5e6);
    await app.convertButton.click();
    await expect(app.alert).toHaveCount(1);
    await expect(app.alert).toContainText(/needs 34 MB of browser storage, and [345] MB are left/);
    await expect(app.alert).toContainText("Delete a model you no longer need or free disk space");
    expect(await storedKeys(app.page)).toEqual(nothingStored);

    await liftLimit();
    await app.alert.getByRole("button", { name: "Close" }).click();
    await app.bringFiles(tinyGguf());
    await app.convert();
    expect((await storedKeys(app.page)).ready).toHaveLength(1);
  },
);

test(
  "when room runs out in the middle of a conversion, the alert says so, and with room it goes on from there",
  { tag: "@page" },
  async ({ launchWith }) => {
    // In a private window, as other tests have, Chromium counts a quarter of what Blobs take.
    const app = await launchWith([]);
    await app.open();
    // Room for some of the demo model's 76 MB.
    const liftLimit = await limitQuota(app.page, 50e6);
    await app.demoButton.click();
    await expect(app.alert).toContainText("The browser has no more room for this model", { timeout: 120_000 });
    await expect(app.alert).toContainText("Delete a model you no longer need, or free disk space, and try again");
    await expect(app.unfinished).toContainText("33 MB of 76 MB stored");
    expect((await storedKeys(app.page)).ready).toEqual([]);

    await liftLimit();
    await app.alert.getByRole("button", { name: "Go on" }).click();
    await expect(app.noteField).toBeVisible({ timeout: 120_000 });
    expect(await storedKeys(app.page)).toMatchObject({ ready: [expect.stringMatching(/^smollm2-135m-/)], begun: [] });
  },
);

/** Brings it as a user does, as far as the one alert that it must end in. */
async function bring(app: AppPage, { files, showsWhenConverting }: BadCheckpoint): Promise<void> {
  await app.bringFiles(files());
  if (showsWhenConverting === true) await app.convertButton.click();
  await expect(app.alert).toHaveCount(1);
}
