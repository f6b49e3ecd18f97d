import { readFileSync } from "node:fs";
import { join } from "node:path";
import { benchResults } from "../../paths";
import { measureCopyBandwidth } from "../library/copy-bandwidth";
import { kernelRows } from "../library/kernel-rows";
import { watchKernels, type KernelWatch } from "../library/kernel-watch";
import type { Step } from "../library/protocol";
import { timeSteps } from "../library/time-steps";
import { largestError } from "../../numerics/largest-error";
import { median } from "../median";
import { describeProcessor, printTable, processor, writeMeasured } from "../print-bench";
import { loadLibrary, type LoadedLibrary } from "./load-library";
import { adapterNames, provideGpu, withdrawGpu } from "./provide-gpu";
import { randomWeights } from "./random-weights";
import { chooseSubjects, type Subject } from "./subjects";

const rounds = 2;
const contextTokens = 2048;
/** Tokens that one call reads. */
const prefillTokens = 256;
/** Where decoding begins. */
const near = 64;
const far = 1900;
/** Few on a software adapter, where a token takes a second; on a GPU, enough for its clocks to rise. */
const decodedTokens = { software: 4, hardware: 32 };
const profiledTokens = { software: 2, hardware: 16 };
/** Tokens after which libraries of one model are compared by what they say. */
const comparedPrompt = 32;

interface Options {
  /** Names of libraries, as in `asclepius-7b-f16`; none for those that suit the adapter. */
  libraries: string[];
  /** The JSON file to write; undefined for one beside the other benches'. */
  out: string | undefined;
}

/**
 * Times libraries by token and by kernel, in Node on the machine's adapter, with random weights. The libraries take turns. A
 * token's time is all that web-llm does on the GPU for it: embedding, the model, sampling, and reading the id back.
 */
export async function benchKernels({ libraries, out = join(benchResults, "kernels.json") }: Options): Promise<void> {
  const adapter = await provideGpu();
  const names = await adapterNames();
  console.log(`\nDawn in Node ${process.version} on ${names.join(", ")}; ${describeProcessor()}`);
  const subjects = chooseSubjects(libraries, adapter);
  const kind = adapter.software ? "software" : "hardware";
  const tokens = decodedTokens[kind];
  const profiled = profiledTokens[kind];

  const runs = subjects.map((): Run[] => []);
  const copySpeeds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    copySpeeds.push(await measureCopyBandwidth());
    for (const [index, subject] of subjects.entries()) {
      console.log(`round ${round + 1} of ${rounds}: ${subject.name}`);
      runs[index]?.push(await run(subject, tokens, undefined));
    }
  }
  const speeds = subjects.map(({ name }, index) => speedRow(name, runs[index] ?? []));
  printTable(speeds);
  const agreement = agreementRows(subjects, runs);
  printTable(agreement);

  const copyBytesPerSecond = median(copySpeeds);
  const watch = watchKernels();
  const kernels: object[] = [];
  for (const subject of subjects)
    kernels.push(...kernelTables(subject, await run(subject, profiled, watch), profiled, copyBytesPerSecond));
  printTable(kernels);

  const copyGBPerSecond = copyBytesPerSecond / 1e9;
  console.log(`copy on this adapter, read and written, GB/s: ${copyGBPerSecond.toFixed(2)}`);
  writeMeasured(out, {
    node: process.version,
    adapter: names,
    ...processor(),
    copyGBPerSecond,
    libraries: subjects.map(({ name, library: { sha256 } }) => ({ name, sha256 })),
    speeds,
    agreement,
    kernels,
  });
  withdrawGpu();
}

interface Run {
  said: Said;
  prefill: Step;
  decodeNear: Step;
  decodeFar: Step;
}

interface Said {
  /** The likeliest ids, one after the other. */
  ids: number[];
  /** What the first of them was chosen from. */
  logits: number[];
  /** Of the parameters, whose values depend on their names. */
  parameterNames: string[];
}

/** Runs a library on a device of its own. */
async function run({ library, card, path }: Subject, newTokens: number, watch: KernelWatch | undefined): Promise<Run> {
  const bytes = new Uint8Array(readFileSync(path));
  const model = await loadLibrary({ library, bytes, contextTokens, weights: randomWeights });
  const ids = Array.from({ length: prefillTokens }, (_, index) => (index * 7919) % card.shape.vocabSize);
  const prefill = async (tokens: number): Promise<Step> => {
    model.startAt(0);
    return await timeSteps([ids.slice(0, tokens)], model.prefill, watch);
  };
  const decodeAt = async (position: number, count: number): Promise<Step> => {
    model.startAt(position);
    return await timeSteps(ids.slice(0, count), model.decode, watch);
  };
  // A library's first calls are slow, and so is a GPU that was idle.
  await prefill(8);
  await decodeAt(near, newTokens);
  const result = {
    said: await say(model, ids.slice(0, comparedPrompt), watch === undefined ? newTokens : 1),
    prefill: await prefill(prefillTokens),
    decodeNear: await decodeAt(near, newTokens),
    decodeFar: await decodeAt(far, newTokens),
  };
  model.dispose();
  return result;
}

async function say(model: LoadedLibrary, prompt: readonly number[], tokens: number): Promise<Said> {
  model.startAt(0);
  const ids = [await model.prefill(prompt)];
  const logits = await model.logits();
  while (ids.length < tokens) ids.push(await model.decode(ids.at(-1) ?? 0));
  return { ids, logits, parameterNames: model.parameterNames };
}

function speedRow(library: string, runs: readonly Run[]): object {
  const medianSeconds = (step: (run: Run) => Step) => median(runs.flatMap((each) => step(each).seconds));
  return {
    library,
    [`prefill of ${prefillTokens}, tokens/s`]: prefillTokens / medianSeconds(({ prefill }) => prefill),
    [`decode at ${near}, tokens/s`]: 1 / medianSeconds(({ decodeNear }) => decodeNear),
    [`decode at ${far}, tokens/s`]: 1 / medianSeconds(({ decodeFar }) => decodeFar),
  };
}

/**
 * How far libraries of one model say the same on the same weights; none where each is of another model, or has other parameters:
 * stock libraries keep whole what ours split for devices with small bindings.
 */
function agreementRows(subjects: readonly Subject[], runs: readonly (readonly Run[])[]): object[] {
  const rows: object[] = [];
  for (const [index, { name, card }] of subjects.entries()) {
    const first = subjects.findIndex((subject) => subject.card.id === card.id);
    const [said, expected] = [runs[index]?.[0]?.said, runs[first]?.[0]?.said];
    if (first === index || said === undefined || expected === undefined) continue;
    if (said.parameterNames.join() !== expected.parameterNames.join()) continue;
    const parting = said.ids.findIndex((id, place) => id !== expected.ids[place]);
    rows.push({
      library: name,
      against: subjects[first]?.name,
      "same ids from the first on": `${parting === -1 ? said.ids.length : parting} of ${said.ids.length}`,
      "largest difference of the first logits, of their range": largestError(
        said.logits,
        expected.logits,
      ).toExponential(1),
    });
  }
  return rows;
}

function kernelTables(
  { name, card }: Subject,
  { prefill, decodeNear, decodeFar }: Run,
  profiled: number,
  copyBytesPerSecond: number,
): object[] {
  const table = (what: string, { kernels }: Step, tokens: number) =>
    kernelRows(`${name}, ${what}`, kernels, card, tokens, copyBytesPerSecond);
  return [
    ...table(`prefill of ${prefillTokens}`, prefill, prefillTokens),
    ...table(`decode of ${profiled} at ${near}`, decodeNear, 1),
    ...table(`decode of ${profiled} at ${far}`, decodeFar, 1),
  ];
}
