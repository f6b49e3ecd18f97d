import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chiSquare, nucleus } from "../../../app/core/sampling/testing/nucleus";
import { uniformAt } from "../../../app/core/sampling/uniform-at";
import type { TensorCache } from "../../../app/core/shards/tensor-cache";
import { committedLibraries, readLibrary } from "../../committed-libraries";
import { samplingCases } from "../../data/sampling-cases";
import { largestError } from "../../numerics/largest-error";
import { benchResults } from "../../paths";
import { loadLibrary, type LoadedLibrary } from "../kernels/load-library";
import { adapterNames, provideGpu, withdrawGpu } from "../kernels/provide-gpu";
import { randomWeights, type Parameter } from "../kernels/random-weights";
import { printTable, writeMeasured } from "../print-bench";
import type { NumericsCase } from "./prepare";

/** Of the largest error of a position's logits to the range of the reference's. */
const tolerance = 2e-3;
/** Pages of the KV cache have 16 tokens, and the kernels of prefill compute blocks of tokens. */
const cuts = [[100], [32, 32, 32, 4], [1, 7, 9, 15, 17, 3, 48], [37, 63]];
const draws = 1000;
const seed = 20_261_126;

/**
 * Holds the kernels for GPUs against the float64 reference, and their draws against the distribution, in Node on this machine's
 * GPU: the software adapter of the tests has no half precision. Throws where something is off.
 */
export async function benchNumerics(
  cases: readonly NumericsCase[],
  out = join(benchResults, "numerics.json"),
): Promise<void> {
  const { features } = await provideGpu();
  const names = await adapterNames();
  console.log(`\nDawn in Node ${process.version} on ${names.join(", ")}`);
  const runs = ({ requiredFeatures }: { requiredFeatures: string[] }) =>
    requiredFeatures.every((feature) => features.includes(feature));

  const logits: LogitsRow[] = [];
  for (const each of cases.filter(({ library }) => runs(library))) logits.push(await compareLogits(each));
  printTable(logits.map(inExponents));

  const drawn: DrawnRow[] = [];
  for (const library of committedLibraries().filter((each) => each.variant === "tiny" && runs(each))) {
    const model = await loadLibrary({
      library,
      bytes: readLibrary(library),
      contextTokens: library.contextTokens,
      weights: randomWeights,
    });
    for (const each of samplingCases) drawn.push(await compareDraws(library.file, model, each));
    model.dispose();
  }
  printTable(drawn);

  writeMeasured(out, {
    node: process.version,
    adapter: names,
    tolerance,
    logits,
    drawn,
  });
  withdrawGpu();
  if (logits.some(({ worst, greedy }) => !(worst < tolerance) || !greedy)) throw new Error("Logits are off.");
  if (drawn.some(({ statistic, critical, outside }) => !(statistic < critical) || outside > 0))
    throw new Error("Draws are off.");
}

interface LogitsRow {
  library: string;
  /** Errors of the range of the reference's logits: of all readings, and of the prompt read at once. */
  worst: number;
  worstAtOnce: number;
  /** The most that a reading of the prompt in chunks differs from that at once. */
  toAtOnce: number;
  /** True where each id that the library chose has its largest logit. */
  greedy: boolean;
  /** How many of the ids are the reference's. */
  sameIds: string;
}

async function compareLogits(numerics: NumericsCase): Promise<LogitsRow> {
  const { name, library, libraryPath, contextTokens, folder, prompt, said, logits: expected } = numerics;
  const bytes = new Uint8Array(readFileSync(libraryPath));
  const model = await loadLibrary({ library, bytes, contextTokens, weights: storedWeights(folder) });
  const readings: { ids: number[]; logits: number[][] }[] = [];
  for (const lengths of cuts) {
    model.startAt(0);
    const reading = { ids: [] as number[], logits: [] as number[][] };
    let end = 0;
    let id = 0;
    for (const length of lengths) id = await model.prefill(prompt.slice(end, (end += length)));
    for (const next of said) {
      reading.ids.push(id);
      reading.logits.push(await model.logits());
      // The reference's, so that one id that differs does not make all that follow it differ.
      if (reading.ids.length < said.length) id = await model.decode(next);
    }
    readings.push(reading);
  }
  model.dispose();
  const error = (logits: number[][], reference: number[][]) =>
    Math.max(...logits.map((row, place) => largestError(row, reference[place] ?? [])));
  const [atOnce] = readings;
  if (atOnce === undefined) throw new Error("Nothing was read.");
  return {
    library: name,
    worst: Math.max(...readings.map(({ logits }) => error(logits, expected))),
    worstAtOnce: error(atOnce.logits, expected),
    toAtOnce: Math.max(...readings.map(({ logits }) => error(logits, atOnce.logits))),
    greedy: readings.every(({ ids, logits }) =>
      ids.every((id, place) => id === logits[place]?.indexOf(Math.max(...logits[place]))),
    ),
    sameIds: `${atOnce.ids.filter((id, place) => id === said[place]).length} of ${said.length}`,
  };
}

/** The parameters that the shards in a folder hold. */
function storedWeights(folder: string): (parameter: Parameter) => Uint8Array {
  const cache = JSON.parse(readFileSync(join(folder, "tensor-cache.json"), "utf8")) as TensorCache;
  return ({ name }) => {
    const shard = cache.records.find(({ records }) => records.some((record) => record.name === name));
    const record = shard?.records.find((each) => each.name === name);
    if (shard === undefined || record === undefined) throw new Error(`The shards lack ${name}.`);
    const { byteOffset, nbytes } = record;
    return new Uint8Array(readFileSync(join(folder, shard.dataPath))).subarray(byteOffset, byteOffset + nbytes);
  };
}

/** Printed with two digits, errors would be zeros. */
function inExponents(row: object): object {
  const entries = Object.entries(row).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "number" ? value.toExponential(1) : value,
  ]);
  return Object.fromEntries(entries) as object;
}

interface DrawnRow {
  library: string;
  case: string;
  /** Pearson's, and its critical value at p = 0.001. */
  statistic: number;
  critical: number;
  /** Draws of what the nucleus does not hold. */
  outside: number;
}

async function compareDraws(
  library: string,
  model: LoadedLibrary,
  { name, logits, temperature, topP }: (typeof samplingCases)[number],
): Promise<DrawnRow> {
  const probabilities = nucleus(logits, temperature, topP);
  const ids: number[] = [];
  for (let draw = 0; draw < draws; draw++)
    ids.push(await model.draw(logits, { temperature, topP, uniform: uniformAt(seed, draw) }));
  const { statistic, critical } = chiSquare(ids, probabilities);
  return { library, case: name, statistic, critical, outside: ids.filter((id) => !probabilities.has(id)).length };
}
