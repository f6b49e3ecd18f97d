import { expect, type Locator, type Page } from "@playwright/test";

/** What a user does and sees, by roles and names. */
export class AppPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(route = ""): Promise<void> {
    await this.page.goto(`/${route}`);
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText("Asclepius-R");
  }

  /** Brings files as a user picks them, and returns when the page says what they are or what is wrong. */
  async bringFiles(files: string[] | { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: "Choose files…" }).click();
    await (await chooser).setFiles(files);
    await expect(this.convertButton.or(this.alert).or(this.alreadyStored)).toBeVisible();
  }

  /** Converts what was brought; the page goes on to the question view by itself. */
  async convert(): Promise<void> {
    await this.convertButton.click();
    await expect(this.noteField).toBeVisible({ timeout: 120_000 });
  }

  async ask(note: string, question: string, maxNewTokens: number): Promise<void> {
    await this.noteField.fill(note);
    await this.questionField.fill(question);
    const limit = this.page.getByRole("textbox", { name: "At most, in tokens" });
    await limit.fill(String(maxNewTokens));
    await limit.blur();
    await this.askButton.click();
  }

  /** The whole answer, once it is complete. */
  async answer(timeoutMs: number): Promise<string> {
    await expect(this.page.getByRole("status")).toHaveText("The answer is complete.", { timeout: timeoutMs });
    return (await this.answerText.textContent()) ?? "";
  }

  get convertButton(): Locator {
    return this.page.getByRole("button", { name: "Convert on this device" });
  }

  get alreadyStored(): Locator {
    return this.page.getByText("This model is already on this device");
  }

  get alert(): Locator {
    return this.page.getByRole("alert");
  }

  get noteField(): Locator {
    return this.page.getByRole("textbox", { name: "Note", exact: true });
  }

  get questionField(): Locator {
    return this.page.getByRole("textbox", { name: "Question or instruction" });
  }

  get askButton(): Locator {
    return this.page.getByRole("button", { name: "Ask", exact: true });
  }

  get answerText(): Locator {
    return this.page.getByTestId("answer-text");
  }

  get models(): Locator {
    return this.page.getByRole("list", { name: "Models on this device" }).getByRole("listitem");
  }
}
