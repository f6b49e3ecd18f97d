import { tasks } from "../app/core/tasks/tasks";
import { cases } from "./data/questions";
import { tinyGguf } from "./data/tiny-files";
import { expect, test } from "./fixtures";

const [{ note }] = cases;

test.describe("the tasks", { tag: "@cpu" }, () => {
  test("each has its form, is asked as its instruction says, and shows an answer", async ({ app, page }) => {
    await app.openWith(tinyGguf());
    await app.write(note, "", 12);
    for (const { id, name, description, fields } of tasks) {
      await app.chooseTask(name);
      await expect(page.getByText(description)).toBeVisible();
      for (const field of fields) {
        const control = page.getByRole(
          field.kind === "text" ? "textbox" : field.kind === "choice" ? "radiogroup" : "group",
          {
            name: field.label,
            exact: true,
          },
        );
        await expect(control, `${id}: ${field.label}`).toBeVisible();
        if (field.kind === "text") await control.fill("Was there fever?");
      }
      await app.askButton.click();
      await expect(app.announcement).toHaveText("Reading note and question.");
      await app.answer(60_000);
      expect(await app.answerText.textContent(), id).not.toBe("");
      await page.getByRole("button", { name: "Clear answer" }).click();
    }
  });

  test("the form of a task keeps what was written while another one is looked at", async ({ app }) => {
    await app.openWith(tinyGguf());
    await app.questionField.fill("Was there fever?");
    await app.chooseTask("Timeline");
    await expect(app.questionField).toHaveCount(0);
    await app.chooseTask("Question");
    await expect(app.questionField).toHaveValue("Was there fever?");
  });
});
