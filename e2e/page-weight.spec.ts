import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures";

const mostBytes = 200 * 1024;

test("the first visit takes at most 200 KB of JavaScript, compressed", { tag: "@page" }, async ({ app, page }) => {
  const scripts = new Map<string, number>();
  const read: Promise<void>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script" || isWorkspace(response.url())) return;
    read.push(response.body().then((body) => void scripts.set(response.url(), gzipSync(body).byteLength)));
  });
  await app.open();
  await expect(app.demoButton).toBeVisible();
  await expect(app.engineChoice).toBeVisible();
  await Promise.all(read);
  const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log(`${scripts.size} scripts, ${(total / 1024).toFixed(0)} KB compressed`);
  expect(scripts.size).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(mostBytes);
});

/** The other view, which is fetched ahead once this one is there. */
function isWorkspace(url: string): boolean {
  return /\/workspace-[^/]*\.js$/.test(url);
}
