import { join } from "node:path";
import { expect } from "@playwright/test";
import type { VariantCard } from "../../app/core/models/variant-card";
import asclepius7b from "../../model-config/variants/asclepius-7b.json" with { type: "json" };
import { committedLibrary } from "../committed-libraries";
import { workerAt } from "../in-page/worker-at";
import { largestError } from "../numerics/largest-error";
import { AppPage } from "../page-models/app-page";
import { modelConfig, root } from "../paths";
import { makeShards } from "./full-size/make-shards";
import { test } from "./full-size/profile-on-disk";
import type { FullSizeProtocol } from "./full-size/protocol";
import { printBench } from "./print-bench";
import { watchMemory } from "./process-memory";

const callFullSizeWorker = workerAt<FullSizeProtocol>("/e2e/bench/full-size/full-size-worker.ts");

/** In the repository, all of which the development server serves. */
const servedFolder = "/.cache/full-size";
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
  const reference = makeShards(
    join(modelConfig, "variants", `${asclepius7b.id}.json`),
    join(root, servedFolder),
    prompt,
    1 + decodedTokens,
  );
  const card = asclepius7b as VariantCard;
  const shards = { folder: servedFolder, card, library: committedLibrary(`${card.id}-f32`), contextTokens };
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
