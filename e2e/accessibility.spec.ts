import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page, PlaywrightTestOptions } from "@playwright/test";
import { cases } from "./data/questions";
import { tinyGguf, upload } from "./data/tiny-files";
import { expect, test } from "./fixtures";
import type { AppPage } from "./page-models/app-page";

const [{ note, question }] = cases;

interface View {
  view: string;
  reach: (app: AppPage) => Promise<void>;
  /** Shows much of what colours tell. */
  isRich?: true;
}

const views: View[] = [
  {
    view: "the first visit",
    isRich: true,
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
    reach: async (app) => {
      await app.openWith(tinyGguf());
      await expect(app.page.getByText("A note and a question are needed")).toBeVisible();
      await expect(app.engineNote).toBeVisible();
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
    isRich: true,
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
      await app.ask(note, question, 8);
      await app.answer(60_000);
      await app.ask(note, "Is there fever?", 8);
      await expect(app.history).toContainText("2 of 2");
      await app.answer(60_000);
      await app.page.getByRole("button", { name: "Compare with" }).click();
      await app.page.getByRole("menuitem").first().click();
      await expect(app.page.getByRole("button", { name: "End the comparison" })).toBeVisible();
    },
  },
  {
    view: "the choice for a note that is too long",
    isRich: true,
    reach: async (app) => {
      await app.openWith(tinyGguf());
      await app.write(`HISTORY\n${note.repeat(120)}\n\nPLAN\n${note.repeat(60)}`, question, 8);
      await expect(app.longNoteChoice).toBeVisible();
      await app.chooseHowToRead("Only some sections");
      await expect(app.page.getByRole("checkbox").first()).toBeVisible();
    },
  },
];

/** Every view in both themes; where the system asks for more contrast, those that show the most. */
const looks: { look: string; use: Partial<PlaywrightTestOptions>; rich?: true }[] = [
  { look: "light colours", use: { colorScheme: "light" } },
  { look: "dark colours", use: { colorScheme: "dark" } },
  { look: "more contrast", use: { contextOptions: { contrast: "more" } }, rich: true },
  { look: "forced colours", use: { contextOptions: { forcedColors: "active" } }, rich: true },
];

for (const { look, use, rich } of looks) {
  test.describe(`in ${look}`, { tag: "@cpu" }, () => {
    test.use(use);
    for (const { view, reach } of views.filter(({ isRich }) => rich !== true || isRich === true)) {
      test(`axe finds nothing wrong with ${view}`, async ({ app, page }) => {
        await reach(app);
        const { violations, passes } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }))).toEqual(
          [],
        );
        expect(passes.length).toBeGreaterThan(10);
        if (look === "light colours") await expectToFit(page);
      });
    }
  });
}

test("with the keyboard alone: from the start of the page to an answer", { tag: "@cpu" }, async ({ app, page }) => {
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

test(
  "with the keyboard alone: a model is deleted only after the question was answered",
  { tag: "@cpu" },
  async ({ app, page }) => {
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
    await expect(page.getByRole("region", { name: "On this device" })).toBeFocused();
  },
);

/** Asks about the sample note, and opens the list of the sections that the answer leaves out. */
async function listUntouchedSections(app: AppPage): Promise<void> {
  await app.openWith(tinyGguf());
  await app.page.getByRole("button", { name: "Use the sample note" }).click();
  await app.setLimit(24);
  await app.askButton.click();
  await app.answer(60_000);
  await app.page.getByRole("button", { name: /sections that the answer does not touch/ }).click();
}

test.describe("on a phone", { tag: "@cpu" }, () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the way leads from the answer to its passage in the note, and back to where it was", async ({ app, page }) => {
    await listUntouchedSections(app);
    await app.wayTo("Note").tap();
    await expect(page.getByRole("region", { name: "Note", exact: true })).toBeFocused();
    await expect(app.wayTo("Note")).toHaveAttribute("aria-current", "true");
    await app.wayTo("Answer").tap();
    await expect(app.wayTo("Answer")).toHaveAttribute("aria-current", "true");
    const section = app.answerPanel.getByRole("link", { name: "FOLLOW-UP" });
    await section.tap();
    const mark = app.noteMarks.filter({ hasText: "FOLLOW-UP" });
    await expect(mark).toBeInViewport({ ratio: 1 });
    await expect(app.wayTo("Note")).toHaveAttribute("aria-current", "true");

    await app.wayTo("Answer").press("Enter");
    await expect(section).toBeFocused();
    await expect(section).toBeInViewport({ ratio: 1 });
    await app.wayTo("Note").press("Enter");
    await expect(mark).toBeFocused();
    await expect(mark).toBeInViewport({ ratio: 1 });
    await app.wayTo("Question").press("Enter");
    await expect(page.getByRole("region", { name: "Question", exact: true })).toBeFocused();
    await expect(app.questionField).toBeInViewport({ ratio: 1 });
  });
});

test.describe("in forced colours", { tag: "@cpu" }, () => {
  test.use({ contextOptions: { forcedColors: "active" } });

  test("what is marked, chosen and filled stays told apart", async ({ app, page }) => {
    await listUntouchedSections(app);
    await app.answerPanel.getByRole("link", { name: "FOLLOW-UP" }).click();
    await expectOtherGround(app.noteMarks.filter({ hasText: "FOLLOW-UP" }), app.noteText);
    const view = page.getByRole("radiogroup", { name: "View of the note" });
    await expectOtherGround(view.getByRole("radio", { name: "Read" }), view);
    const fill = app.gauge.locator("[style]").first();
    await expectOtherGround(fill, fill.locator(".."));
  });
});

async function expectOtherGround(element: Locator, around: Locator): Promise<void> {
  const groundOf = (locator: Locator) => locator.evaluate((node) => getComputedStyle(node).backgroundColor);
  const grounds = ["rgba(0, 0, 0, 0)", await groundOf(around)];
  expect(grounds).not.toContain(await groundOf(element));
}

test("colours and contrast are chosen, and stay chosen", { tag: "@page" }, async ({ app, page }) => {
  const html = page.locator("html");
  const choose = async (name: string) => {
    await page.getByRole("button", { name: "Display" }).click();
    await page.getByRole("radiogroup", { name: "Colours" }).getByRole("radio", { checked: true }).focus();
    for (const radio of await page.getByRole("radio").all()) {
      if (await page.getByRole("radio", { name, exact: true }).isChecked()) break;
      await radio.press("ArrowDown");
    }
    await page.keyboard.press("Escape");
  };
  await app.open();
  await expect(html).toHaveCSS("background-color", "rgb(246, 248, 249)");
  await choose("Dark");
  await expect(html).toHaveCSS("background-color", "rgb(16, 22, 23)");
  await page.reload();
  await expect(html).toHaveCSS("background-color", "rgb(16, 22, 23)");
  await choose("High contrast");
  await expect(html).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(html).toHaveCSS("background-color", "rgb(255, 255, 255)");
});

/** Fails where the page is wider than its window: on a phone, on a desk at 200 %, and there with text twice as large. */
async function expectToFit(page: Page): Promise<void> {
  const sizes = [
    { width: 390, height: 844, text: "100%" },
    { width: 640, height: 360, text: "100%" },
    { width: 1280, height: 900, text: "200%" },
  ];
  for (const { text, ...size } of sizes) {
    await page.setViewportSize(size);
    const tooWide = await page.evaluate((fontSize) => {
      const root = document.documentElement;
      root.style.fontSize = fontSize;
      return root.scrollWidth - root.clientWidth;
    }, text);
    expect(tooWide, `at ${size.width} px, with text of ${text}`).toBeLessThanOrEqual(0);
  }
}

/** Presses Tab until the element has the focus, as often as a patient user would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab does not get there.");
}
