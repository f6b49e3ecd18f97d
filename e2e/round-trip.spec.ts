import { rmSync } from "node:fs";
import { join } from "node:path";
import tiny from "../model-config/variants/tiny.json" with { type: "json" };
import { everyFormat } from "../app/core/checkpoint/testing/round-trip-forms";
import { expect, test } from "./fixtures";
import { roundTrip } from "./paths";
import { q4Differences } from "./reference";
import { convertInNode } from "./convert-in-node";
import type * as InPage from "./round-trip/convert-in-page";
import { writeForms } from "./round-trip/write-forms";

const checkpoints = join(roundTrip, "checkpoints");

test("one model gives the same shards in the page and in Node, from every format and archive", async ({
  app,
  page,
}) => {
  test.setTimeout(400_000);
  rmSync(roundTrip, { recursive: true, force: true });
  const forms = everyFormat(tiny.shape);
  const written = await writeForms(forms, checkpoints);
  // A folder, a .tar, and two kinds of .zip.
  expect(written.size).toBe(4 * forms.length);
  const first = join(checkpoints, forms[0]?.name ?? "");
  const expected = {
    plain: convertInNode(first, join(roundTrip, "plain"), "plain"),
    best: convertInNode(first, join(roundTrip, "best"), "best"),
  };
  expect(expected.plain).not.toEqual(expected.best);
  expect(q4Differences(first, join(roundTrip, "plain"))).toEqual({ matrices: 10, differences: {} });

  await app.open();
  const chooser = await page.evaluateHandle(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    return input;
  });
  const other: string[] = [];
  for (const [name, paths] of written) {
    await chooser.setInputFiles(paths);
    // How weights are rounded has nothing to do with what they are packed in.
    for (const mode of /\.(tar|zip)$/.test(name) ? (["best"] as const) : (["plain", "best"] as const)) {
      const found = await page.evaluate(
        async ({ chooser: { files }, mode, path }) => {
          const { convertInPage } = (await import(path)) as typeof InPage;
          return await convertInPage([...(files ?? [])], mode);
        },
        { chooser, mode, path: "/e2e/round-trip/convert-in-page.ts" },
      );
      if (found.join() !== expected[mode].join()) other.push(`${name}, ${mode}`);
    }
  }
  expect(other).toEqual([]);
});
