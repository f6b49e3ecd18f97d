import type { Page } from "@playwright/test";
import type { callWorker } from "./call-worker";
import type { NumericsProtocol } from "./protocol";

/** Calls a method of numerics-worker.ts from the page. */
export async function callInPage<K extends keyof NumericsProtocol>(
  page: Page,
  method: K,
  input: NumericsProtocol[K]["input"],
): Promise<NumericsProtocol[K]["result"]> {
  return await page.evaluate(
    async ([module, ...call]: [string, keyof NumericsProtocol, NumericsProtocol[keyof NumericsProtocol]["input"]]) => {
      const inPage = (await import(module)) as { callWorker: typeof callWorker };
      return await inPage.callWorker(...call);
    },
    ["/e2e/numerics/call-worker.ts", method, input] as [string, K, NumericsProtocol[K]["input"]],
  );
}
