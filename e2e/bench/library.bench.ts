import { expect, test, type Page } from "@playwright/test";
import type { Library } from "../../app/core/models/library";
import smollm2 from "../../model-config/variants/smollm2-135m.json" with { type: "json" };
import { demoModel } from "../data/reference-models";
import { storedKeys } from "../fixtures";
import { AppPage } from "../page-models/app-page";
import { workerAt } from "../in-page/worker-at";
import { readNotes } from "../parity/passages";
import { demoWeights } from "../paths";
import { kernelRows } from "./library/kernel-rows";
import { ourLibrary, stockLibrary } from "./library/libraries";
import type { LibraryProtocol, RunResult, Sequence, Step } from "./library/protocol";
import { median } from "./median";
import { printBench } from "./print-bench";

const rounds = 2;
/** Tokens that are read before those whose time is taken. */
const nearTokens = 64;
const farTokens = 1900;
/** Tokens that one call reads. */
const chunkTokens = 256;
/** Few: on a software adapter, a stock library takes 8 seconds a token. */
const newTokens = 8;
const profiledNewTokens = 2;

test("our demo model's library against the same model with TVM's stock schedules", async ({ page, browser }) => {
  test.setTimeout(7_200_000);
  const libraries = { ours: ourLibrary(), stock: stockLibrary(ourLibrary()) };
  // An edit of the sources, which the development server announces, would reload the page in the middle of a run.
  await page.routeWebSocket(/./, () => undefined);
  await new AppPage(page).openWith([demoWeights]);
  const text = readNotes(demoModel().tokenizer).flatMap(({ prompt }) => prompt);
  const reading = (tokens: number, then: number): Sequence => {
    return { prompt: text.slice(0, tokens), chunkTokens, newTokens: then };
  };

  const runs: Record<keyof typeof libraries, RunResult[]> = { ours: [], stock: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ["ours", "stock"] as const) {
      const sequences = [reading(nearTokens, newTokens), reading(chunkTokens, 0)];
      runs[name].push(await run(page, libraries[name], sequences, false));
    }
  }
  // What is near is decoded again, before and after what is far: only what was timed in the same minutes can be compared.
  const near = reading(nearTokens, newTokens);
  const turns = [await run(page, libraries.ours, [near, reading(farTokens, newTokens), near], false)];
  const nearSecondsInTurns = median([...decodeSeconds(turns, 0), ...decodeSeconds(turns, 2)]);
  const farSeconds = median(decodeSeconds(turns, 1));
  const rows = [
    ...(["ours", "stock"] as const).map((library) => ({
      library,
      [`prefill of ${nearTokens}, tokens/s`]: nearTokens / median(prefillSeconds(runs[library], 0)),
      [`prefill of ${chunkTokens}, tokens/s`]: chunkTokens / median(prefillSeconds(runs[library], 1)),
      [`s/token at ${nearTokens}`]: median(decodeSeconds(runs[library], 0)),
    })),
    {
      library: "ours, in turns",
      [`s/token at ${nearTokens}`]: nearSecondsInTurns,
      [`prefill of ${farTokens}, tokens/s`]: farTokens / median(prefillSeconds(turns, 1)),
      [`s/token at ${farTokens}`]: farSeconds,
    },
  ];
  printBench("library", browser, rows, {
    [`decode at ${nearTokens}: speed, as a multiple of the stock library's`]:
      median(decodeSeconds(runs.stock, 0)) / median(decodeSeconds(runs.ours, 0)),
    [`prefill of ${chunkTokens}: speed, as a multiple of the stock library's`]:
      median(prefillSeconds(runs.stock, 1)) / median(prefillSeconds(runs.ours, 1)),
    [`decode at ${farTokens}: speed, as a multiple of that at ${nearTokens}`]: nearSecondsInTurns / farSeconds,
  });

  const kernels: object[] = [];
  for (const name of ["ours", "stock"] as const) {
    const profile = await run(page, libraries[name], [reading(nearTokens, profiledNewTokens)], true);
    const [sequence] = profile.sequences;
    const table = (what: string, step: Step | undefined, tokens: number) =>
      kernelRows(`${name}, ${what}`, step?.kernels ?? [], smollm2, tokens, profile.copyBytesPerSecond);
    kernels.push(...table(`prefill of ${nearTokens}`, sequence?.prefill, nearTokens));
    kernels.push(...table(`decode of ${profiledNewTokens}`, sequence?.decode, 1));
  }
  const copies = [...runs.ours, ...runs.stock].map(({ copyBytesPerSecond }) => copyBytesPerSecond / 1e9);
  printBench("library-kernels", browser, kernels, { "copy on this adapter, read and written, GB/s": median(copies) });

  expect(greedyIds(runs.stock), "the stock library's greedy tokens, against ours").toEqual(greedyIds(runs.ours));
});

const callLibraryWorker = workerAt<LibraryProtocol>("/e2e/bench/library/library-worker.ts");

/** Runs a library in a worker of its own, on the model that the page has stored. */
async function run(page: Page, library: Library, sequences: Sequence[], timeKernels: boolean): Promise<RunResult> {
  const [modelId] = (await storedKeys(page)).ready;
  if (modelId === undefined) throw new Error("The page has stored no model.");
  const contextTokens = smollm2.defaultContextTokens;
  return await callLibraryWorker(page, "run", { modelId, library, contextTokens, sequences, timeKernels });
}

/** What each run took to read the prompt of its sequence at `index`. */
function prefillSeconds(runs: readonly RunResult[], index: number): number[] {
  return runs.map(({ sequences }) => (sequences[index]?.prefill.seconds ?? []).reduce((sum, chunk) => sum + chunk, 0));
}

/** What each token took that was said after the prompt of the sequence at `index`, in all runs. */
function decodeSeconds(runs: readonly RunResult[], index: number): number[] {
  return runs.flatMap(({ sequences }) => sequences[index]?.decode.seconds ?? []);
}

function greedyIds(runs: readonly RunResult[]): number[][][] {
  return runs.map(({ sequences }) => sequences.map(({ ids }) => ids));
}
