import type { BrowserContext, JSHandle, Page } from "@playwright/test";
import { emptyPage } from "../empty-page";
import type * as InPage from "./attempt";
import type { AttemptRequest, Outcome, Seen } from "./attempt";
import type { StoredState } from "./stored-state";
import type * as StoredStateInPage from "./stored-state";
import type * as TakeRoomInPage from "./take-room";

const attemptPath = "/e2e/kill/attempt.ts";
const statePath = "/e2e/kill/stored-state.ts";
const roomPath = "/e2e/kill/take-room.ts";

/** A tab in which checkpoints are converted and conversions are cut off. */
export class ConvertTab {
  private readonly page: Page;
  private readonly input: JSHandle<HTMLInputElement>;

  private constructor(page: Page, input: JSHandle<HTMLInputElement>) {
    this.page = page;
    this.input = input;
  }

  static async open(context: BrowserContext, files: string[]): Promise<ConvertTab> {
    const page = await context.newPage();
    await page.goto(emptyPage);
    const input = await page.evaluateHandle(() =>
      Object.assign(document.createElement("input"), { type: "file", multiple: true }),
    );
    await input.setInputFiles(files);
    return new ConvertTab(page, input);
  }

  async begin(request: AttemptRequest): Promise<void> {
    await this.page.evaluate(
      async ({ path, input, request }) => {
        const { begin } = (await import(path)) as typeof InPage;
        await begin(input, request);
      },
      { path: attemptPath, input: this.input, request },
    );
  }

  /** See attempt.ts. */
  async reach(position: number): Promise<Seen> {
    return await this.page.evaluate(
      async ({ path, position }) => ((await import(path)) as typeof InPage).reach(position),
      { path: attemptPath, position },
    );
  }

  /** As {@link reach}, and ends the worker there. */
  async endWorkerAt(position: number): Promise<Seen> {
    return await this.page.evaluate(
      async ({ path, position }) => {
        const { reach, terminate } = (await import(path)) as typeof InPage;
        const seen = await reach(position);
        terminate();
        return seen;
      },
      { path: attemptPath, position },
    );
  }

  async finish(): Promise<{ outcome: Outcome; seen: Seen }> {
    return await this.page.evaluate(async (path) => ((await import(path)) as typeof InPage).finish(), attemptPath);
  }

  async storedState(): Promise<StoredState> {
    return await this.page.evaluate(
      async (path) => ((await import(path)) as typeof StoredStateInPage).storedState(),
      statePath,
    );
  }

  async deleteAll(): Promise<void> {
    await this.page.evaluate(async (path) => ((await import(path)) as typeof StoredStateInPage).deleteAll(), statePath);
  }

  /** See take-room.ts. */
  async takeRoom(leftBytes: number): Promise<void> {
    await this.page.evaluate(
      async ({ path, leftBytes }) => ((await import(path)) as typeof TakeRoomInPage).takeRoom(leftBytes),
      { path: roomPath, leftBytes },
    );
  }

  async giveRoomBack(): Promise<void> {
    await this.page.evaluate(async (path) => ((await import(path)) as typeof TakeRoomInPage).giveRoomBack(), roomPath);
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** Ends the tab's process, as a crash does. */
  async crash(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const crashed = this.page.waitForEvent("crash");
    // No answer can come.
    void session.send("Page.crash").catch(() => undefined);
    await crashed;
    await this.page.close();
  }
}
