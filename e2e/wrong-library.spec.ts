import { cases } from "./data/questions";
import { tinyGguf } from "./data/tiny-files";
import { expect, test } from "./fixtures";

const [{ note, question }] = cases;

test("a model library that the site once served wrongly is fetched anew", { tag: "@gpu" }, async ({ app, page }) => {
  let served = 0;
  await page.route(/\/model-libs\/[^/]*\.wasm/, async (route) => {
    if (++served === 1) await route.fulfill({ contentType: "application/wasm", body: "another page" });
    else await route.continue();
  });
  await app.openWith(tinyGguf());
  await app.ask(note, question, 8);
  expect(await app.answer(120_000)).not.toBe("");
  expect(served).toBe(2);
});
