import type { BrowserContext } from "@playwright/test";

/** What a browser context's pages tried and must not. */
export interface Watched {
  /** Violations of the content security policy, as the browser reports them. */
  violations: string[];
  /** Addresses of other origins that a page asked for. */
  foreign: string[];
  /** Paths of our own origin that a page or a worker asked for. */
  own: string[];
}

/** Collects from now on. Call before the first page of the context is opened. */
export async function watchContext(context: BrowserContext, origin: string): Promise<Watched> {
  const watched: Watched = { violations: [], foreign: [], own: [] };
  await context.exposeBinding("reportViolation", (_source, text: string) => watched.violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation;
      report(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on("console", (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) watched.violations.push(message.text());
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin === origin) watched.own.push(url.pathname);
    else if (/^(https?|wss?):$/.test(url.protocol)) watched.foreign.push(url.href);
  });
  return watched;
}
