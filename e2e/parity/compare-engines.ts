import type { Page } from "@playwright/test";
import type { EngineKind } from "../../app/core/models/engine";
import { storedKeys } from "../fixtures";
import { forcedAnswers, referenceTexts, roundedAnswers, type TokenizerSource } from "../reference";
import { workerAt } from "../in-page/worker-at";
import type { ScoreProtocol, Scores, Sequence } from "./protocol";

/** Ids that both engines read, and at each of which both say what they would say. */
export interface Passage {
  name: string;
  prompt: number[];
  ids: number[];
  /** True for the GPU's own greedy answer: at each of its ids, that id is what the GPU would say. */
  saidByGpu?: boolean;
}

/** A position at which the engines would say different tokens. Gaps are differences of logits. */
interface Difference {
  passage: string;
  position: number;
  gpu: string;
  cpu: string;
  /** By how much the CPU prefers its token; undefined where the GPU's is not among its likeliest. */
  cpuGap: number | undefined;
  /** By how much exact arithmetic prefers the GPU's token. */
  exactGap: number;
  /** How far rounding activations to 8 bits moves that gap: root mean square over the reference's samples. */
  roundingError: number;
}

export interface Comparison {
  positions: number;
  differences: Difference[];
}

/** Samples of the rounding's effect. */
const seeds = [1, 2, 3, 4];

/**
 * A gap larger than so many times the rounding's effect is not explained by it. Four samples give that effect to a third of
 * itself or so; correct arithmetic stayed below 3.4, wrong rounding came to 17 (simulated by the reference).
 */
export const explainedBy = 5;

/** Lets both engines read the passages on the model that the page has stored, teacher-forced, and explains what differs. */
export async function compareEngines(
  page: Page,
  passages: readonly Passage[],
  { checkpoint, tokenizer }: { checkpoint: string; tokenizer: TokenizerSource },
): Promise<Comparison> {
  const sequences = passages.map(({ prompt, ids }) => ({ prompt, then: { read: ids } }));
  const cpu = await scoreInPage(page, "cpu", sequences);
  const forGpu = sequences.filter((_, index) => passages[index]?.saidByGpu !== true);
  const scored = forGpu.length === 0 ? [] : await scoreInPage(page, "gpu", forGpu);
  const parting = passages.flatMap((passage, index) => {
    const gpuScores = passage.saidByGpu === true ? { top: passage.ids, likeliest: [] } : scored.shift();
    const cpuScores = cpu[index];
    if (gpuScores === undefined || cpuScores === undefined) throw new Error("An engine left a passage out.");
    const positions = passage.ids.flatMap((_, at) => (gpuScores.top[at] === cpuScores.top[at] ? [] : [at]));
    return positions.length === 0 ? [] : [{ passage, positions, gpu: gpuScores, cpu: cpuScores }];
  });
  const positions = passages.reduce((sum, { ids }) => sum + ids.length, 0);
  if (parting.length === 0) return { positions, differences: [] };

  const exact = leads(parting, (request) => forcedAnswers(checkpoint, request));
  const rounded = seeds.map((seed) => leads(parting, (request) => roundedAnswers(checkpoint, request, seed)));
  const differences = parting.flatMap(({ passage, positions: at, ...scores }, index) =>
    at.map((position): Difference => {
      const [gpuId, cpuId] = [scores.gpu.top[position] ?? 0, scores.cpu.top[position] ?? 0];
      const [gpuText = "", cpuText = ""] = referenceTexts(tokenizer, [[gpuId], [cpuId]]);
      const likeliest = scores.cpu.likeliest[position] ?? [];
      const gpuToken = likeliest.find(({ id }) => id === gpuId);
      const exactGap = exact[index]?.[position] ?? Number.NaN;
      const moves = rounded.map((lead) => (lead[index]?.[position] ?? Number.NaN) - exactGap);
      return {
        passage: passage.name,
        position,
        gpu: gpuText,
        cpu: cpuText,
        cpuGap:
          gpuToken === undefined ? undefined : (likeliest[0]?.logProbability ?? Number.NaN) - gpuToken.logProbability,
        exactGap,
        roundingError: Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0) / moves.length),
      };
    }),
  );
  return { positions, differences };
}

/** What an engine says by itself after each prompt. */
export async function greedyIds(
  page: Page,
  on: EngineKind,
  prompts: readonly number[][],
  count: number,
): Promise<number[][]> {
  const sequences = prompts.map((prompt) => ({ prompt, then: { say: count } }));
  return (await scoreInPage(page, on, sequences)).map(({ top }) => top);
}

/** The differences as lines, worst explained first, and the share of positions that agree. */
export function describeComparison({ positions, differences }: Comparison): string {
  const agreed = positions - differences.length;
  const lines = differences
    .toSorted((a, b) => b.exactGap / b.roundingError - a.exactGap / a.roundingError)
    .map(({ passage, position, gpu, cpu, cpuGap, exactGap, roundingError }) =>
      [
        `  ${passage}, token ${position}: GPU ${JSON.stringify(gpu)}, CPU ${JSON.stringify(cpu)};`,
        `logit gap ${exactGap.toFixed(3)} exact, ${cpuGap === undefined ? "beyond its 16 likeliest" : (-cpuGap).toFixed(3)} on the CPU;`,
        `8-bit rounding moves it by ${roundingError.toFixed(3)} (${(exactGap / roundingError).toFixed(1)} times that)`,
      ].join(" "),
    );
  return [
    `${agreed} of ${positions} teacher-forced positions agree: ${((100 * agreed) / positions).toFixed(2)} %`,
    ...lines,
  ].join("\n");
}

interface Parting {
  passage: Passage;
  gpu: Scores;
  cpu: Scores;
}

/** At each position of each passage, the GPU's token's logit minus the CPU's. */
function leads(
  parting: readonly Parting[],
  forced: (request: { prompts: number[][]; forced: number[][]; compare: number[][] }) => { compareGaps: number[] }[],
): number[][] {
  const both = [...parting, ...parting];
  const results = forced({
    prompts: both.map(({ passage }) => passage.prompt),
    forced: both.map(({ passage }) => passage.ids),
    compare: [...parting.map(({ gpu }) => gpu.top), ...parting.map(({ cpu }) => cpu.top)],
  });
  return parting.map((_, index) => {
    const cpuGaps = results[parting.length + index]?.compareGaps ?? [];
    return (results[index]?.compareGaps ?? []).map((gpuGap, at) => (cpuGaps[at] ?? Number.NaN) - gpuGap);
  });
}

const callScoreWorker = workerAt<ScoreProtocol>("/e2e/parity/score-worker.ts");

async function scoreInPage(page: Page, on: EngineKind, sequences: Sequence[]): Promise<Scores[]> {
  const [modelId] = (await storedKeys(page)).ready;
  if (modelId === undefined) throw new Error("The page has stored no model.");
  return await callScoreWorker(page, "score", { modelId, on, sequences });
}
