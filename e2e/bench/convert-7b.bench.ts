import { execFileSync } from "node:child_process";
import { mkdirSync, statfsSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";
import { AppPage } from "../page-models/app-page";
import { benchResults } from "../paths";
import { cards } from "./convert-7b/cards";
import type * as InPage from "./convert-7b/convert-chosen";
import { measureGgufSpeed } from "./convert-7b/gguf-speed";
import { type LargeCheckpoint, makeCheckpoint, missingBytes } from "./convert-7b/make-checkpoint";
import type { LargeConversion } from "./convert-7b/protocol";
import { test } from "./full-size/profile-on-disk";
import { printBench } from "./print-bench";
import { watchMemory } from "./process-memory";

const containers = ["safetensors", "pytorch"] as const;
const modes = ["plain", "best"] as const;
/** The largest of the converted models, which are deleted one by one, and what a browser keeps beside it. */
const storageBytes = 6e9;
/** Until the processes of pages that were closed are gone. */
const settleMs = 3000;

test("checkpoints of 0.9 and 13.5 GB are converted in the browser", { tag: "@by-name" }, async ({ context }) => {
  test.setTimeout(7_200_000);
  const browser = context.browser();
  if (browser === null) throw new Error("The pages belong to no browser.");
  requireDisk();
  const rows = [];
  for (const card of cards) {
    for (const container of containers) {
      const checkpoint = makeCheckpoint(card, container);
      for (const mode of modes) {
        const row = { weights: container, mode, ...(await measure(context, checkpoint, { cards, mode })) };
        console.log(`\n${JSON.stringify(row)}`);
        rows.push(row);
      }
    }
  }
  const { hiddenSize, intermediateSize } = cards[1].shape;
  const gguf = measureGgufSpeed(intermediateSize, hiddenSize);
  const plain = speedOf(rows, "plain");
  printBench("convert-7b", browser, rows, {
    "gguf's numpy quantizer, one process, GB/s": gguf[1],
    "gguf's numpy quantizer, two processes, GB/s": gguf[2],
    "plain, of the largest, GB/s": plain,
    "plain, as a multiple of gguf's in one process": plain / gguf[1],
    "plain, as a multiple of gguf's in two processes": plain / gguf[2],
    "best, of the largest, GB/s": speedOf(rows, "best"),
  });
});

/** One conversion in a page of its own, with nothing of the checkpoint in memory before. Sizes in the units of their names. */
async function measure(context: BrowserContext, { files }: LargeCheckpoint, request: Omit<LargeConversion, "files">) {
  for (const file of files) execFileSync("dd", [`if=${file}`, "iflag=nocache", "count=0", "status=none"]);
  const page = await context.newPage();
  // An edit of the sources, which the development server announces, would reload the page in the middle of a run.
  await page.routeWebSocket(/./, () => undefined);
  await new AppPage(page).open();
  const input = await page.evaluateHandle(() =>
    Object.assign(document.createElement("input"), { type: "file", multiple: true }),
  );
  await input.setInputFiles(files);
  await page.waitForTimeout(settleMs);

  const memory = watchMemory();
  const idle = memory.now();
  const converted = await page.evaluate(
    async ({ input, request, path }) => {
      const { convertChosen } = (await import(path)) as typeof InPage;
      return await convertChosen(input, request);
    },
    { input, request, path: "/e2e/bench/convert-7b/convert-chosen.ts" },
  );
  const peak = memory.peakSince();
  memory.stop();
  await page.close();
  const { sourceBytes, outputBytes, convertSeconds, checkSeconds, knownAnswer } = converted;
  return {
    inputGB: sourceBytes / 1e9,
    seconds: convertSeconds,
    gigabytesPerSecond: sourceBytes / 1e9 / convertSeconds,
    checkSeconds,
    tabMiB: (peak.renderer - idle.renderer) / 2 ** 20,
    browserMiB: (peak.browser - idle.browser) / 2 ** 20,
    outputGB: outputBytes / 1e9,
    logitsCosine: knownAnswer?.logitsCosine ?? Number.NaN,
  };
}

/** The slowest of the largest checkpoint's conversions. */
function speedOf(
  rows: readonly { mode: string; inputGB: number; gigabytesPerSecond: number }[],
  mode: (typeof modes)[number],
): number {
  const largest = Math.max(...rows.map(({ inputGB }) => inputGB));
  const of = rows.filter((row) => row.mode === mode && row.inputGB === largest);
  return Math.min(...of.map(({ gigabytesPerSecond }) => gigabytesPerSecond));
}

function requireDisk(): void {
  mkdirSync(benchResults, { recursive: true });
  const { bavail, bsize } = statfsSync(benchResults);
  const missing = cards.flatMap((card) => containers.map((container) => missingBytes(card, container)));
  const neededBytes = missing.reduce((sum, bytes) => sum + bytes, storageBytes);
  if (bavail * bsize < neededBytes) {
    throw new Error(
      `${benchResults} needs ${(neededBytes / 1e9).toFixed(1)} GB of free disk for checkpoints and a browser's profile; ` +
        `it has ${((bavail * bsize) / 1e9).toFixed(1)} GB.`,
    );
  }
}
