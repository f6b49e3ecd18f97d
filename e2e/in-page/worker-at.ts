import type { Page } from "@playwright/test";
import type { Protocol } from "../../app/workers/rpc/messages";
import type { callOnce } from "./call-once";

type AnyProtocol = Record<string, { input: unknown; result: unknown; event: unknown }>;

/** Calls methods of a worker in the page, which starts anew for each. `path`: of its source on the development server. */
export function workerAt<P extends Protocol<P>>(path: string) {
  const modules = { worker: `${path}?worker&url`, caller: "/e2e/in-page/call-once.ts" };
  return async <K extends keyof P & string>(page: Page, method: K, input: P[K]["input"]): Promise<P[K]["result"]> =>
    await page.evaluate(
      async ({ worker, caller, method, input }: { worker: string; caller: string; method: string; input: unknown }) => {
        const { default: workerUrl } = (await import(worker)) as { default: string };
        const inPage = (await import(caller)) as { callOnce: typeof callOnce<AnyProtocol, string> };
        return await inPage.callOnce(workerUrl, method, input);
      },
      { ...modules, method, input },
    );
}
