import { expect, type Locator, type Page } from "@playwright/test";
import type { Upload } from "../data/tiny-files";

/** The choices of "Where models run". */
export type EngineName = "Automatic" | "GPU" | "Processor (CPU)";

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
  async bringFiles(files: string[] | Upload[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.chooseFilesButton.click();
    await (await chooser).setFiles(files);
    await expect(
      this.convertButton.or(this.resumeButton).or(this.storeButton).or(this.alert).or(this.alreadyStored),
    ).toBeVisible();
  }

  /**
   * Converts what was brought, rounding as the reference does; the page checks what it stored, and goes on to the question view
   * by itself.
   */
  async convert(): Promise<void> {
    await this.chooseRounding("Plain");
    await this.convertButton.click();
    await expect(this.noteField).toBeVisible({ timeout: 120_000 });
  }

  /** Stores the converted model that was brought; the page goes on to the question view by itself. */
  async store(): Promise<void> {
    await this.storeButton.click();
    await expect(this.noteField).toBeVisible({ timeout: 120_000 });
  }

  /** Exports the stored model that was converted from the file or folder of this name. */
  async exportModel(label: string, way: "Save as one file" | "Save to a folder…"): Promise<void> {
    await this.model(label)
      .getByRole("button", { name: /^Export/ })
      .click();
    await this.page.getByRole("dialog").getByRole("button", { name: way }).click();
  }

  /** Says with the keyboard how weights are rounded to 4 bits. */
  async chooseRounding(name: "Best" | "Plain"): Promise<void> {
    const choice = this.page.getByRole("radiogroup", { name: "How to round to 4 bits" });
    await choice.getByRole("radio", { checked: true }).focus();
    const wanted = choice.getByRole("radio", { name, exact: true });
    if (!(await wanted.isChecked())) await this.page.keyboard.press("ArrowDown");
    await expect(wanted).toBeChecked();
  }

  /** Opens the page and converts a checkpoint's files, as far as the question view. */
  async openWith(files: string[] | Upload[]): Promise<void> {
    await this.open();
    await this.bringFiles(files);
    await this.convert();
  }

  /** Goes to the models by the header's link. */
  async showModels(): Promise<void> {
    await this.page.getByRole("link", { name: "Models", exact: true }).click();
    await expect(this.page.getByRole("region", { name: "On this device" })).toBeVisible();
  }

  /** Goes back to the question by the header's link. */
  async showQuestion(): Promise<void> {
    await this.page.getByRole("link", { name: "Ask", exact: true }).click();
    await expect(this.noteField).toBeVisible();
  }

  /** Shows the note to be written in, or to be read with its marks. */
  async showView(name: "Edit" | "Read"): Promise<void> {
    await this.page.getByRole("radiogroup", { name: "View" }).getByRole("radio", { name }).click();
  }

  /** Says where models should run, with the keyboard, in the view that {@link showModels} shows. */
  async chooseEngine(name: EngineName): Promise<void> {
    await this.engineChoice.getByRole("radio", { checked: true }).focus();
    const wanted = this.engineOption(name);
    for (let presses = 0; presses < 2 && !(await wanted.isChecked()); presses++) {
      await this.page.keyboard.press("ArrowDown");
    }
    await expect(wanted).toBeChecked();
  }

  /** Fails unless the header says that the model is in memory, and on what: "CPU, 2 threads", "software adapter, f32". */
  async readyOn(where: string): Promise<void> {
    await expect(this.page.getByRole("banner")).toContainText(`ready on ${where} ·`);
  }

  /** Deletes the stored model that was converted from the file or folder of this name. */
  async deleteModel(label: string): Promise<void> {
    await this.model(label)
      .getByRole("button", { name: /^Delete/ })
      .click();
    await this.dialog.getByRole("button", { name: "Delete it" }).click();
    await expect(this.model(label)).toHaveCount(0);
  }

  /** Fills note, question and limit in, and leaves the asking to the test. */
  async write(note: string, question: string, maxNewTokens: number): Promise<void> {
    if (await this.noteText.isVisible()) await this.showView("Edit");
    await this.noteField.fill(note);
    await this.questionField.fill(question);
    await this.setLimit(maxNewTokens);
  }

  /** Says how many tokens the answer may have. */
  async setLimit(maxNewTokens: number): Promise<void> {
    const limit = this.page.getByRole("textbox", { name: "At most, in tokens" });
    await limit.fill(String(maxNewTokens));
    await limit.blur();
  }

  /** Chooses what to do with the note. */
  async chooseTask(name: string): Promise<void> {
    const task = this.page.getByRole("radiogroup", { name: "Task" }).getByRole("radio", { name, exact: true });
    // Its label is what can be pressed.
    await task.locator("xpath=ancestor::label").click();
    await expect(task).toBeChecked();
  }

  /** Opens files as notes. */
  async openNotes(files: Upload[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: "Open files…" }).click();
    await (await chooser).setFiles(files);
  }

  async ask(note: string, question: string, maxNewTokens: number): Promise<void> {
    await this.write(note, question, maxNewTokens);
    await this.askButton.click();
  }

  /** Asks for a long answer, and returns when some of it is there. */
  async askAtLength(note: string, question: string): Promise<void> {
    await this.ask(note, question, 2048);
    await expect(this.answerText).toContainText(/.{20}/s, { timeout: 60_000 });
  }

  /** Asks again from the alert that says why there is no answer, for a short one, and gets it. */
  async askAgain(note: string, question: string): Promise<void> {
    await this.write(note, question, 8);
    await this.alert.getByRole("button", { name: "Ask again" }).click();
    expect(await this.answer(60_000)).not.toBe("");
  }

  /** The whole answer, once it is complete. */
  async answer(timeoutMs: number): Promise<string> {
    await expect(this.announcement).toHaveText("The answer is complete.", { timeout: timeoutMs });
    return (await this.answerText.textContent()) ?? "";
  }

  /**
   * Notes from now on what each token adds to the answer on the page. Returns the way to read it for the answer that is
   * complete. Fails where a token added nothing that could be seen, as half a character does.
   */
  async listenToTokens(): Promise<() => Promise<string[]>> {
    const panel = this.answerPanel;
    const seen = await panel.evaluateHandle((region) => {
      const texts: string[] = [];
      // The worker sends a message a token, and the page shows each before it takes the next.
      const observer = new MutationObserver(() => {
        const text = region.querySelector("[data-testid=answer-text]")?.textContent;
        if (text === undefined) texts.length = 0;
        else if (text !== texts.at(-1)) texts.push(text);
      });
      observer.observe(region, { childList: true, characterData: true, subtree: true });
      return texts;
    });
    return async () => {
      const texts = await seen.jsonValue();
      await expect(panel.getByRole("definition").filter({ hasText: `${texts.length} tokens,` })).toHaveCount(1);
      return texts.map((text, index) => text.slice(texts[index - 1]?.length ?? 0));
    };
  }

  /** Notes every announcement from now on. Returns the way to read them. */
  async listen(): Promise<() => Promise<string[]>> {
    const heard = await this.announcement.evaluateHandle((region) => {
      const texts: string[] = [];
      const observer = new MutationObserver(() => texts.push(region.textContent));
      observer.observe(region, { childList: true, characterData: true, subtree: true });
      return texts;
    });
    return () => heard.jsonValue();
  }

  get chooseFilesButton(): Locator {
    return this.page.getByRole("button", { name: "Choose files…" });
  }

  get demoButton(): Locator {
    return this.page.getByRole("button", { name: "Use the demo model" });
  }

  get cancelButton(): Locator {
    return this.page.getByRole("button", { name: "Cancel" });
  }

  get convertButton(): Locator {
    return this.page.getByRole("button", { name: "Convert on this device" });
  }

  /** In place of {@link convertButton}, where some of the conversion is stored. */
  get resumeButton(): Locator {
    return this.page.getByRole("button", { name: "Go on converting" });
  }

  /** Conversions that were cut off. */
  get unfinished(): Locator {
    return this.page.getByRole("list", { name: "Unfinished conversions" }).getByRole("listitem");
  }

  get storeButton(): Locator {
    return this.page.getByRole("button", { name: "Store on this device" });
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

  get noteTabs(): Locator {
    return this.page.getByRole("tablist", { name: "Notes that are open" }).getByRole("tab");
  }

  /** The note to be read, with its marks. */
  get noteText(): Locator {
    return this.page.getByRole("group", { name: "Text of the note" });
  }

  /** Marked parts of {@link noteText}. */
  get noteMarks(): Locator {
    return this.noteText.locator("mark");
  }

  get questionField(): Locator {
    return this.page.getByRole("textbox", { name: "Question", exact: true });
  }

  /** How much of the model's context note and question take. */
  get gauge(): Locator {
    return this.page.getByRole("meter", { name: "Note and question" });
  }

  /** How a note that does not fit the context is read. */
  get longNoteChoice(): Locator {
    return this.page.getByRole("radiogroup", { name: "How to read a note this long" });
  }

  /** Says with the keyboard how such a note is read. */
  async chooseHowToRead(name: "All of it, combined by the model" | "Only some sections"): Promise<void> {
    const wanted = this.longNoteChoice.getByRole("radio", { name });
    await this.longNoteChoice.getByRole("radio", { checked: true }).focus();
    for (let presses = 0; presses < 2 && !(await wanted.isChecked()); presses++)
      await this.page.keyboard.press("ArrowDown");
    await expect(wanted).toBeChecked();
  }

  /** Which of this visit's answers is shown. */
  get history(): Locator {
    return this.page.getByRole("group", { name: "Answers of this visit" });
  }

  get askButton(): Locator {
    return this.page.getByRole("button", { name: "Ask", exact: true });
  }

  get stopButton(): Locator {
    return this.page.getByRole("button", { name: "Stop", exact: true });
  }

  /** Goes to a panel, where they stand below each other. */
  wayTo(panel: "Note" | "Question" | "Answer"): Locator {
    return this.page
      .getByRole("navigation", { name: "Note, question and answer" })
      .getByRole("button", { name: panel, exact: true });
  }

  /** What a screen reader hears of an answer. */
  get announcement(): Locator {
    return this.page.getByRole("status");
  }

  get answerPanel(): Locator {
    return this.page.getByRole("region", { name: "Answer", exact: true });
  }

  get answerText(): Locator {
    return this.page.getByTestId("answer-text");
  }

  /** Sentences of the answer that the note has something to say to; each shows where. */
  get evidenceLinks(): Locator {
    return this.answerText.getByRole("link");
  }

  /** What the page says of the graphics adapter. */
  get device(): Locator {
    return this.page.getByRole("region", { name: "This device", exact: true });
  }

  /** Which engine the user wants, in {@link device}. */
  get engineChoice(): Locator {
    return this.device.getByRole("radiogroup", { name: "Where models run" });
  }

  engineOption(name: EngineName): Locator {
    return this.engineChoice.getByRole("radio", { name, exact: true });
  }

  /** What the question view says of answers that are computed on the processor. */
  get engineNote(): Locator {
    return this.page.getByText(/^Running on the CPU/);
  }

  get models(): Locator {
    return this.page.getByRole("list", { name: "Models on this device" }).getByRole("listitem");
  }

  /** One of {@link models}, by the name of the file or folder it was converted from. */
  model(label: string): Locator {
    return this.models.filter({ hasText: label });
  }

  get dialog(): Locator {
    return this.page.getByRole("alertdialog");
  }

  /** Bytes and shards of the demo model's conversion that is under way. */
  get conversionProgress(): Locator {
    return this.page.getByText(/\d+ [kM]B of \d+ MB · \d of 3 parts stored/);
  }
}
