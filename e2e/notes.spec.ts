import { findSections } from "../app/core/note/sections";
import { sampleNotes } from "../app/core/note/sample-notes";
import { SAMPLE_TEXT, sampleDocuments } from "../app/core/note-files/testing/sample-documents";
import { tinyGguf, upload } from "./data/tiny-files";
import { expect, test } from "./fixtures";

test.describe("notes", { tag: "@page" }, () => {
  test.beforeEach(async ({ app }) => {
    await app.openWith(tinyGguf());
  });

  test("every format is opened as a note of its own", async ({ app }) => {
    const documents = Object.entries(await sampleDocuments());
    for (const [name, bytes] of documents) {
      await app.openNotes([upload(name, bytes)]);
      await expect(app.noteField, name).toHaveValue(new RegExp(SAMPLE_TEXT.replaceAll(".", "\\.")));
      await app.page.getByRole("button", { name: "New note" }).click();
      await expect(app.noteField).toHaveValue("");
    }
    expect(await app.noteTabs.count()).toBeGreaterThan(documents.length);
    await expect(app.alert).toHaveCount(0);
  });

  test("a file that is no note is named, with what to do, and the others are opened", async ({ app, page }) => {
    await app.openNotes([upload("scan.pdf", "%PDF-1.4\nnothing more"), upload("plain.txt", "No fever.")]);
    await expect(app.noteField).toHaveValue("No fever.");
    await expect(app.alert).toContainText("scan.pdf");
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(app.alert).toHaveCount(0);
  });

  test("the twelve sample notes are listed and open", async ({ app, page }) => {
    await page.getByRole("button", { name: "Samples" }).click();
    await expect(page.getByRole("menuitem")).toHaveText(sampleNotes.map(({ title }) => title));
    await page.getByRole("menuitem", { name: "Lithium toxicity" }).click();
    await expect(app.noteField).toHaveValue(/lithium/i);
    await expect(app.noteTabs).toHaveText([/Lithium toxicity/]);
  });

  test("notes are tabs: another one is written, both stay, one is closed and brought back", async ({ app, page }) => {
    await app.noteField.fill("First note.");
    await page.getByRole("button", { name: "New note" }).click();
    await app.noteField.fill("Second note.");
    await expect(app.noteTabs).toHaveCount(2);
    await app.noteTabs.first().click();
    await expect(app.noteField).toHaveValue("First note.");
    await app.noteTabs.first().press("Delete");
    await expect(app.noteTabs).toHaveCount(1);
    await expect(app.noteField).toHaveValue("Second note.");
    await page.getByRole("button", { name: "Undo close" }).click();
    await expect(app.noteTabs).toHaveCount(2);
    await expect(app.noteField).toHaveValue("First note.");
  });

  test("a note is read by its sections", async ({ app, page }) => {
    await page.getByRole("button", { name: "Use the sample note" }).click();
    await expect(app.noteField).toHaveValue(/FOLLOW-UP/);
    const text = await app.noteField.inputValue();
    await app.showView("Read");
    await expect(app.noteText).toContainText("DISCHARGE MEDICATIONS");
    const sections = page.getByRole("navigation", { name: "Sections of the note" });
    await expect(sections.getByRole("button")).toHaveCount(findSections(text).length);
    await sections.getByRole("button", { name: "FOLLOW-UP" }).click();
    await expect(app.noteText.getByRole("heading", { name: "FOLLOW-UP" })).toBeFocused();
  });
});
