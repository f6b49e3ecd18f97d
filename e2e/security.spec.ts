import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { securityHeaders } from "../app/shell/security-headers";
import { cases } from "./data/questions";
import { tinyGguf } from "./data/tiny-files";
import { engineWorker, expect, test, tokenizerWorker } from "./fixtures";
import { attempt } from "./page-models/attempt";

const [{ note, question }] = cases;

const files = ["/", "/icon.svg", "/model-libs/manifest.json", "/notes/hip-fracture.txt"];

const directives = [
  ["default-src", "'none'"],
  ["script-src", "'self' 'wasm-unsafe-eval'"],
  ["style-src", "'self'"],
  ["img-src", "'self'"],
  ["font-src", "'self'"],
  ["connect-src", "'self'"],
  ["worker-src", "'self'"],
  ["manifest-src", "'self'"],
  ["base-uri", "'none'"],
  ["form-action", "'none'"],
  ["frame-ancestors", "'none'"],
  ["require-trusted-types-for", "'script'"],
  ["trusted-types", "asclepius-worker-url default"],
] as const;

test.describe("what is sent", { tag: "@page" }, () => {
  for (const path of files) {
    test(`${path} comes with every header`, async ({ request }) => {
      const response = await request.get(path);
      expect(response.status()).toBe(200);
      const headers = response.headers();
      const policy = (headers["content-security-policy"] ?? "").split("; ");
      for (const [name, value] of directives) expect(policy).toContain(`${name} ${value}`);
      expect(policy).toHaveLength(directives.length);
      expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
      expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
      expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
      expect(headers["permissions-policy"]).toContain("camera=(), microphone=(), geolocation=()");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["x-content-type-options"]).toBe("nosniff");
    });
  }

  for (const path of [
    "/no-such-page",
    "/models/tiny/",
    "/assets/none.js",
    "/model-libs/none.wasm",
    "/demo/none.gguf",
  ]) {
    test(`${path} answers 404`, async ({ request }) => {
      expect((await request.get(path)).status()).toBe(404);
    });
  }

  test("README.md lists exactly these headers", () => {
    const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
    const block = /must send these headers[^`]*```\w*\n([^`]*)```/.exec(readme)?.[1] ?? "";
    const listed = block.trim().split("\n");
    expect(listed).toEqual(Object.entries(securityHeaders()).map(([name, value]) => `${name}: ${value}`));
  });

  test("the page is isolated from other origins", async ({ app, page }) => {
    await app.open();
    expect(await page.evaluate(() => crossOriginIsolated && isSecureContext)).toBe(true);
  });
});

// A server that is there and answers, at another origin: this one's rebuilt copy.
const elsewhere = "http://localhost:4318";

test.describe("what is refused", { tag: "@page" }, () => {
  test.use({ provokesPolicy: true });

  const attempts = [
    { what: "fetching from another origin", run: attempt.fetchFrom, directive: "connect-src" },
    { what: "a socket to another origin", run: attempt.socketTo, directive: "connect-src" },
    { what: "a beacon to another origin", run: attempt.beaconTo, directive: "connect-src" },
    { what: "an image from another origin", run: attempt.imageFrom, directive: "img-src" },
    { what: "a frame of another origin", run: attempt.frameOf, directive: "frame-src" },
    { what: "a form sent to another origin", run: attempt.formTo, directive: "form-action" },
    { what: "an inline script", run: attempt.inlineScript, directive: "require-trusted-types-for" },
    { what: "eval", run: attempt.evaluate, directive: /script-src|require-trusted-types-for/ },
    { what: "markup through innerHTML", run: attempt.markup, directive: "require-trusted-types-for" },
    { what: "a worker from a blob", run: attempt.blobWorker, directive: "require-trusted-types-for" },
    { what: "an inline style", run: attempt.inlineStyle, directive: "style-src" },
  ];
  for (const { what, run, directive } of attempts) {
    test(`${what} is refused and reported`, async ({ app, page, watched }) => {
      await app.open();
      expect(await page.evaluate(run, elsewhere)).toBe("refused");
      const expected = typeof directive === "string" ? new RegExp(`^${directive}`) : directive;
      await expect.poll(() => watched.violations.some((violation) => expected.test(violation))).toBe(true);
    });
  }

  test("another site cannot frame the page", async ({ page, baseURL }) => {
    await page.goto("about:blank");
    await page.setContent(`<iframe src="${baseURL ?? ""}/"></iframe>`);
    await expect.poll(() => page.frames().at(-1)?.url()).toBe("chrome-error://chromewebdata/");
    await expect(page.frameLocator("iframe").getByRole("heading", { name: "Asclepius-R" })).toHaveCount(0);
  });
});

test.describe("what the workers that read the note are refused", () => {
  test.use({ provokesPolicy: true });

  const attempts = {
    "fetching from another origin": attempt.fetchFrom,
    "a socket to another origin": attempt.socketTo,
    eval: attempt.evaluate,
    "a worker from a blob": attempt.blobWorker,
  };
  test(Object.keys(attempts).join(", "), async ({ app, page }) => {
    await app.openWith(tinyGguf());
    await app.ask(note, question, 1);
    await app.answer(60_000);
    for (const worker of [tokenizerWorker(page), engineWorker(page)]) {
      for (const [what, run] of Object.entries(attempts)) {
        expect(await worker.evaluate(run, elsewhere), `${what} in ${worker.url()}`).toBe("refused");
      }
    }
  });
});
