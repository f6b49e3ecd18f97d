import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import type { EngineKind } from "../app/core/models/engine";
import { cases } from "./data/questions";
import { tinyGguf, upload } from "./data/tiny-files";
import { expect, test } from "./fixtures";
import type { AppPage } from "./page-models/app-page";

const [{ note, question }] = cases;

const views: { view: string; reach: (app: AppPage, engine: EngineKind) => Promise<void> }[] = [
  {
    view: "the first visit",
    reach: async (app) => {
      await app.open();
      await expect(app.engineChoice).toBeVisible();
    },
  },
  {
    view: "an error",
    reach: async (app) => {
      await app.open();
      await app.bringFiles([upload("notes.txt", "no model")]);
      await expect(app.alert).toBeVisible();
    },
  },
  {
    view: "a checkpoint that was inspected",
    reach: async (app) => {
      await app.open();
      await app.bringFiles(tinyGguf());
    },
  },
  {
    view: "the question view, empty",
    reach: async (app, engine) => {
      await app.openWith(tinyGguf());
      await expect(app.page.getByText("A note and a question are needed")).toBeVisible();
      await expect(app.engineNote).toHaveCount(engine === "cpu" ? 1 : 0);
    },
  },
  {
    view: "the models view with a model",
    reach: async (app) => {
      await app.openWith(tinyGguf());
      await app.showModels();
      await expect(app.engineChoice).toBeVisible();
    },
  },
  {
    view: "the question before deleting",
    reach: async (app) => {
      await app.openWith(tinyGguf());
      await app.showModels();
      await app
        .model("tiny.gguf")
        .getByRole("button", { name: /^Delete/ })
        .click();
      await expect(app.dialog).toBeVisible();
    },
  },
  {
    view: "the question view with an answer",
    reach: async (app) => {
      await app.openWith(tinyGguf());
      await app.ask(note, question, 8);
      await app.answer(60_000);
    },
  },
  {
    view: "the answers and the note to be read",
    reach: async (app) => {
      await app.openWith(tinyGguf());
      await app.page.getByRole("button", { name: "Use the sample note" }).click();
      await app.chooseTask("Terms");
      await app.setLimit(16);
      await app.askButton.click();
      await app.answer(60_000);
      await app.page.getByRole("button", { name: "Answer anew" }).click();
      await expect(app.history).toContainText("2 of 2");
      await app.answer(60_000);
      await app.page.getByRole("button", { name: /^Answer settings/ }).click();
      await app.showView("Read");
    },
  },
  {
    view: "a comparison",
    reach: async (app) => {
      await app.openWith(tinyGguf());
      for (const asked of [question, "Is there fever?"]) {
        await app.ask(note, asked, 8);
        await expect(app.announcement).not.toHaveText("The answer is complete.");
        await app.answer(60_000);
      }
      await app.page.getByRole("button", { name: "Compare with" }).click();
      await app.page.getByRole("menuitem").first().click();
      await expect(app.page.getByRole("button", { name: "End the comparison" })).toBeVisible();
    },
  },
  {
    view: "the choice for a note that is too long",
    reach: async (app) => {
      await app.openWith(tinyGguf());
      await app.write(`HISTORY\n${note.repeat(120)}\n\nPLAN\n${note.repeat(60)}`, question, 8);
      await expect(app.longNoteChoice).toBeVisible();
      await app.longNoteChoice.getByRole("radio", { checked: true }).focus();
      await app.page.keyboard.press("ArrowDown");
      await expect(app.page.getByRole("checkbox").first()).toBeVisible();
    },
  },
];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });
    for (const { view, reach } of views) {
      test(`axe finds nothing wrong with ${view}`, async ({ app, page, engine }) => {
        await reach(app, engine);
        const { violations, passes } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }))).toEqual(
          [],
        );
        expect(passes.length).toBeGreaterThan(10);
      });
    }
  });
}

test("with the keyboard alone: from the start of the page to an answer", async ({ app, page }) => {
  await app.openWith(tinyGguf());
  await page.reload();
  await expect(app.noteField).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, app.noteField);
  await page.keyboard.type(note);
  await tabTo(page, app.questionField);
  await page.keyboard.type(question);
  await page.keyboard.press("Control+Enter");
  await expect(app.answerText).not.toBeEmpty({ timeout: 60_000 });
  await tabTo(page, app.stopButton);
  await page.keyboard.press("Enter");
  await expect(app.announcement).toHaveText(/The answer (was stopped|is complete)\./);
});

test("with the keyboard alone: a model is deleted only after the question was answered", async ({ app, page }) => {
  await app.openWith(tinyGguf());
  await app.showModels();
  const deleteButton = app.model("tiny.gguf").getByRole("button", { name: /^Delete/ });
  await tabTo(page, deleteButton);
  await page.keyboard.press("Enter");
  await expect(app.dialog.getByRole("button", { name: "Keep it" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(app.dialog).toHaveCount(0);
  await expect(deleteButton).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, app.dialog.getByRole("button", { name: "Delete it" }));
  await page.keyboard.press("Enter");
  await expect(app.models).toHaveCount(0);
});

/** Presses Tab until the element has the focus, as often as a patient user would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab does not get there.");
}
