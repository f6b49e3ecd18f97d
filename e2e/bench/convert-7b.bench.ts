import { execFileSync } from "node:child_process";
import { mkdirSync, statfsSync, statSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";
import type { QuantizationMode } from "../../app/core/quantize/quantization-mode";
import { emptyPage } from "../empty-page";
import { benchResults } from "../paths";
import { cards } from "./convert-7b/cards";
import type * as InPage from "./convert-7b/convert-chosen";
import { measureGgufSpeed } from "./convert-7b/gguf-speed";
import { type LargeCheckpoint, makeCheckpoint, missingBytes } from "./convert-7b/make-checkpoint";
import type { LargeConversion } from "./convert-7b/protocol";
import { test } from "./full-size/profile-on-disk";
import { printBench } from "./print-bench";
import { watchMemory } from "./process-memory";

interface Way {
  mode: QuantizationMode;
  from: "memory" | "disk";
}

interface Row extends Way {
  inputGB: number;
  gigabytesPerSecond: number;
  timesGguf?: number;
  timesGgufTwice?: number;
}

const containers = ["safetensors", "pytorch"] as const;
/** The disk is the limit of whoever reads from it, so what is measured is read before; plain also with nothing of it in memory. */
const ways = [
  { mode: "plain", from: "memory" },
  { mode: "plain", from: "disk" },
  { mode: "best", from: "memory" },
] as const satisfies Way[];
/** The largest of the converted models, which are deleted one by one, and what a browser keeps beside it. */
const storageBytes = 6e9;
/** Until the processes of pages that were closed are gone. */
const settleMs = 3000;

test("checkpoints of 0.9 and 13.5 GB are converted in the browser", { tag: "@by-name" }, async ({ context }) => {
  test.setTimeout(7_200_000);
  const browser = context.browser();
  if (browser === null) throw new Error("The pages belong to no browser.");
  requireDisk();
  const rows: Row[] = [];
  for (const card of cards) {
    for (const container of containers) {
      const checkpoint = makeCheckpoint(card, container);
      for (const { mode, from } of ways) {
        const run = () => measure(context, checkpoint, from, { cards, mode });
        const measured = mode === "plain" && from === "memory" ? await besideGguf(run) : await run();
        const row = { weights: container, mode, from, ...measured };
        console.log(`\n${JSON.stringify(row)}`);
        rows.push(row);
      }
    }
  }
  const largest = Math.max(...rows.map(({ inputGB }) => inputGB));
  /** The least of the largest checkpoint's conversions. */
  const least = (value: "gigabytesPerSecond" | "timesGguf" | "timesGgufTwice", { mode, from }: Way): number =>
    Math.min(
      ...rows
        .filter((row) => row.mode === mode && row.from === from && row.inputGB === largest)
        .map((row) => row[value] ?? Number.NaN),
    );
  const [plain, plainFromDisk, best] = ways;
  printBench("convert-7b", browser, rows, {
    "the disk, reading, GB/s": diskSpeed(makeCheckpoint(cards[1], "safetensors")),
    "plain, of the largest, GB/s": least("gigabytesPerSecond", plain),
    "plain, of the largest from disk, GB/s": least("gigabytesPerSecond", plainFromDisk),
    "plain, as a multiple of gguf's numpy quantizer in one process": least("timesGguf", plain),
    "plain, as a multiple of gguf's in two processes": least("timesGgufTwice", plain),
    "best, of the largest, GB/s": least("gigabytesPerSecond", best),
  });
});

/** One conversion in a page of its own, with all of the checkpoint in the system's memory before, or nothing. Sizes in the units of their names. */
async function measure(
  context: BrowserContext,
  { files }: LargeCheckpoint,
  from: Way["from"],
  request: Omit<LargeConversion, "files">,
) {
  files.forEach(from === "memory" ? readFile : forgetFile);
  const page = await context.newPage();
  // An edit of the sources, which the development server announces, would reload the page in the middle of a run.
  await page.routeWebSocket(/./, () => undefined);
  // The app's own page, in its development build, redraws its list of conversions with each shard.
  await page.goto(emptyPage);
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

/** With the speed of gguf's numpy quantizer just before and just after: that of these machines changes within minutes. */
async function besideGguf<T extends { gigabytesPerSecond: number }>(run: () => Promise<T>) {
  const { hiddenSize, intermediateSize } = cards[1].shape;
  const before = measureGgufSpeed(intermediateSize, hiddenSize);
  const row = await run();
  const after = measureGgufSpeed(intermediateSize, hiddenSize);
  const ggufGBs = (before[1] + after[1]) / 2;
  const ggufTwiceGBs = (before[2] + after[2]) / 2;
  return {
    ...row,
    ggufGBs,
    ggufTwiceGBs,
    timesGguf: row.gigabytesPerSecond / ggufGBs,
    timesGgufTwice: row.gigabytesPerSecond / ggufTwiceGBs,
  };
}

/** GB a second, with nothing of the files in memory before. */
function diskSpeed({ files }: LargeCheckpoint): number {
  files.forEach(forgetFile);
  const startMs = performance.now();
  files.forEach(readFile);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return bytes / 1e6 / (performance.now() - startMs);
}

function readFile(file: string): void {
  execFileSync("dd", [`if=${file}`, "of=/dev/null", "bs=1M", "status=none"]);
}

function forgetFile(file: string): void {
  execFileSync("dd", [`if=${file}`, "iflag=nocache", "count=0", "status=none"]);
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
