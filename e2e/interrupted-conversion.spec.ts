import { readdirSync } from "node:fs";
import { join } from "node:path";
import tiny from "../model-config/variants/tiny.json" with { type: "json" };
import { expect, limitQuota, test } from "./fixtures";
import type { AttemptRequest } from "./kill/attempt";
import { ConvertTab } from "./kill/convert-tab";
import { cutOff } from "./kill/cut-off";
import { killSeries } from "./kill/kill-points";
import { tinyCheckpoint } from "./paths";

const seed = 4;
const killCount = 200;
/** How often one conversion is cut off before it may end. */
const killsPerSeries = 4;
/** Enough for the model and the logs of the databases; little enough to be taken soon. */
const quotaBytes = 2 ** 24;
/** Small against the tiny model, so that there are many shards. */
const shardBytes = 8192;
/** Bytes of the checkpoint that the largest shard is made of: a layer's gate_up_proj in float16. */
const largestShard = 2 * 2 * tiny.shape.intermediateSize * tiny.shape.hiddenSize;

test(`a conversion cut off at ${killCount} random points is offered to go on, never as a model, and makes the same shards`, async ({
  launchWith,
}) => {
  test.setTimeout(900_000);
  const folder = join(tinyCheckpoint, "hf");
  // In a private window, as other tests have, Chromium counts a quarter of what Blobs take.
  const { page } = await launchWith([]);
  await page.goto("/");
  await limitQuota(page, quotaBytes);
  const openTab = () =>
    ConvertTab.open(
      page.context(),
      readdirSync(folder).map((name) => join(folder, name)),
    );
  let tab = await openTab();
  const expected = {
    plain: await convert(tab, { mode: "plain", shardBytes }),
    best: await convert(tab, { mode: "best", shardBytes }),
  };
  expect(expected.plain).not.toEqual(expected.best);
  expect(expected.plain.length).toBeGreaterThan(10);

  const ended: Record<string, number> = {};
  for (const { mode, kills } of killSeries(seed, killCount, killsPerSeries)) {
    const shards = expected[mode];
    let stored = 0;
    let bytesSeen = 0;
    for (const kill of kills) {
      const left = await cutOff(
        tab,
        kill,
        { mode, shardBytes },
        { shards: stored, totalShards: shards.length },
        openTab,
      );
      const { seen, outcome } = left;
      tab = left.tab;
      const where = `${mode}, ${kill.kind} at ${kill.part} of what was left after ${stored} of ${shards.length} shards`;
      // What storage refused is said, and never taken for the user's own wish to stop.
      if (outcome?.kind === "failed") expect(["no-space", "unavailable"], where).toContain(outcome.code);
      const how = outcome?.kind ?? "cut off";
      ended[how] = (ended[how] ?? 0) + 1;
      if (seen.first !== undefined) {
        // It went on where the journal ends, and read again no more than the shard that was being made.
        expect(seen.first.shardsDone, where).toBe(stored);
        if (seen.first.phase === "converting")
          expect(seen.first.bytesDone, where).toBeGreaterThan(bytesSeen - largestShard);
      }
      const { ready, unfinished } = await tab.storedState();
      for (const model of ready) expect(model, where).toMatchObject({ shards, isIntact: true });
      if (ready.length > 0) {
        expect(unfinished, where).toEqual([]);
        await tab.deleteAll();
        stored = 0;
        bytesSeen = 0;
        continue;
      }
      const journal = unfinished[0] ?? { shards: 0, intactShards: 0 };
      // One that failed before a shard was stored leaves nothing to go on with.
      const leavesNothing = outcome?.kind === "failed" && unfinished.length === 0 && stored === 0;
      if (seen.last !== undefined && !leavesNothing) expect(unfinished.length, where).toBe(1);
      expect(journal.intactShards, where).toBe(journal.shards);
      stored = journal.shards;
      bytesSeen = seen.last?.phase === "converting" ? seen.last.bytesDone : bytesSeen;
    }
    expect(await convert(tab, { mode, shardBytes }), mode).toEqual(shards);
  }
  console.log(ended);
});

/** Converts, or goes on, to the end, and deletes the model. Returns its shards' sha-256, as they were stored. */
async function convert(tab: ConvertTab, request: AttemptRequest): Promise<string[]> {
  await tab.begin(request);
  const { outcome } = await tab.finish();
  expect(outcome).toMatchObject({ kind: "ready" });
  const { ready, unfinished } = await tab.storedState();
  expect(unfinished).toEqual([]);
  expect(ready).toMatchObject([{ isIntact: true }]);
  await tab.deleteAll();
  return ready[0]?.shards ?? [];
}
