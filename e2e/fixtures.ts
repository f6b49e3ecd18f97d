import { test as base, expect, type Page } from "@playwright/test";
import { AppPage } from "./page-models/app-page";

export { expect };

/** Every spec runs on the app's page model, and fails on a violated policy or a request to another origin. */
export const test = base.extend<{ app: AppPage; closed: undefined }>({
  app: async ({ page }, use) => {
    await use(new AppPage(page));
  },
  closed: [
    async ({ context, baseURL }, use) => {
      const violations: string[] = [];
      const foreign: string[] = [];
      await context.exposeBinding("reportViolation", (_source, text: string) => violations.push(text));
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          const report = (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation;
          report(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
        });
      });
      context.on("console", (message) => {
        if (/content security policy|trusted ?type/i.test(message.text())) violations.push(message.text());
      });
      context.on("request", (request) => {
        const url = new URL(request.url());
        if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== baseURL) foreign.push(url.href);
      });
      await use(undefined);
      expect(violations, "violations of the content security policy").toEqual([]);
      expect(foreign, "requests to another origin").toEqual([]);
    },
    { auto: true },
  ],
});

/** What is in the browser's storage under the page's origin. */
export async function storedKeys(page: Page): Promise<{ ready: string[]; begun: string[]; files: string[] }> {
  return await page.evaluate(async () => {
    const keysOf = async (database: string, store: string): Promise<string[]> => {
      const names = (await indexedDB.databases()).map(({ name }) => name);
      if (!names.includes(database)) return [];
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(database);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(`${database} did not open`));
      });
      const keys = await new Promise<string[]>((resolve, reject) => {
        const request = db.transaction(store).objectStore(store).getAllKeys();
        request.onsuccess = () => resolve(request.result.map(String));
        request.onerror = () => reject(new Error(`${database} could not be read`));
      });
      db.close();
      return keys;
    };
    return {
      ready: await keysOf("asclepius", "models"),
      begun: await keysOf("asclepius", "conversions"),
      files: [...(await keysOf("webllm/model", "urls")), ...(await keysOf("webllm/config", "urls"))],
    };
  });
}
