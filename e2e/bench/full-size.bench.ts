import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { LibraryManifest } from "../../app/core/models/library";
import type { VariantCard } from "../../app/core/models/variant-card";
import { workerAt } from "../in-page/worker-at";
import { largestError } from "../numerics/largest-error";
import { AppPage } from "../page-models/app-page";
import { committedLibs, modelConfig } from "../paths";
import { makeShards, servedFolder } from "./full-size/make-shards";
import { test } from "./full-size/profile-on-disk";
import type { FullSizeProtocol, ServedShards } from "./full-size/protocol";
import { printBench } from "./print-bench";
import { watchMemory } from "./process-memory";

const callFullSizeWorker = workerAt<FullSizeProtocol>("/e2e/bench/full-size/full-size-worker.ts");

const variant = "asclepius-7b";
const contextTokens = 1024;
const prompt = [1, 4096, 29871, 777, 15043];
const decodedTokens = 2;
/**
 * Of the largest error of a position's logits to the range of the reference's. Measured worst: 4.0e-7. One row of one layer's
 * down_proj with its sign turned makes it 7.2e-4.
 */
const tolerance = 1e-5;

test("a 7B model of random weights says what the reference says", async ({ page }) => {
  test.setTimeout(7_200_000);
  const browser = page.context().browser();
  if (browser === null) throw new Error("The page belongs to no browser.");
  const reference = makeShards(variant, prompt, 1 + decodedTokens);
  const shards = { folder: servedFolder, ...cardAndLibrary(), contextTokens };
  // An edit of the sources, which the development server announces, would reload the page in the middle of a run.
  await page.routeWebSocket(/./, () => undefined);
  await new AppPage(page).open();

  const memory = watchMemory();
  const idle = memory.now();
  const stored = await callFullSizeWorker(page, "store", shards);
  const storePeak = memory.peakSince();
  const { loadSeconds, prefill, decode } = await callFullSizeWorker(page, "read", { shards, prompt, decodedTokens });
  const readPeak = memory.peakSince();
  memory.stop();

  const steps = [prefill, ...decode];
  const errors = steps.map(({ logits }, index) => largestError(logits, reference.logits[index] ?? []));
  const rows = steps.map(({ seconds, token }, index) => ({
    call: index === 0 ? `prefill of ${prompt.length}` : "decode",
    seconds,
    token,
    "reference's token": reference.tokens[index],
    "its lead": reference.gaps[index],
    "error, of the range": errors[index]?.toExponential(1),
  }));
  printBench("full-size", browser, rows, {
    "stored, GB": stored.bytes / 1e9,
    "time to store, s": stored.seconds,
    "time to load, s": loadSeconds,
    "peak memory of the tab while storing, MB": (storePeak.renderer - idle.renderer) / 1e6,
    "peak memory of the tab while loading and reading, MB": (readPeak.renderer - idle.renderer) / 1e6,
    "peak memory of the GPU process, MB": (readPeak.gpu - idle.gpu) / 1e6,
  });
  expect(steps.map(({ token }) => token)).toEqual(reference.tokens);
  expect(Math.max(...errors)).toBeLessThan(tolerance);
});

function cardAndLibrary(): Pick<ServedShards, "card" | "library"> {
  const card = readJson(modelConfig, "variants", `${variant}.json`) as VariantCard;
  const { libraries } = readJson(committedLibs, "manifest.json") as LibraryManifest;
  const library = libraries.find((entry) => entry.variant === variant && entry.build === "f32");
  if (library === undefined) throw new Error(`${variant} has no f32 library.`);
  return { card, library };
}

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(...path), "utf8"));
}
