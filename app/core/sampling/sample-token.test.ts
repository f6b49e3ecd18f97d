import { describe, expect, it } from "vitest";
import { chiSquare, nucleus } from "./testing/nucleus";
import { sampleToken } from "./sample-token";
import type { Sampling } from "./sampling";

const plain: Sampling = { temperature: 1, topP: 1, repetitionPenalty: 1, seed: 0 };
const vocabSize = 320;

/** Every id has another place in the order of probabilities, far from its place in the vocabulary. */
const ranks = Array.from({ length: vocabSize }, (_, id) => (id * 77) % vocabSize);
const distinct = ranks.map((rank) => 4 - 0.05 * rank);
const inTiesOfEight = ranks.map((rank) => -0.4 * Math.floor(rank / 8));

/** Tokens drawn at so many places in a row, one after another, with the same ids penalized. */
function drawMany(
  logits: readonly number[],
  sampling: Partial<Sampling>,
  before: number[] = [0],
  count = 4000,
): number[] {
  const row = Float32Array.from(logits);
  return Array.from({ length: count }, (_, place) => {
    const ids = [...before, ...Array<number>(place).fill(before[0] ?? 0)];
    return sampleToken(row, { ...plain, ...sampling }, ids);
  });
}

function expectDraws(tokens: readonly number[], probabilities: ReadonlyMap<number, number>): void {
  expect(tokens.filter((token) => !probabilities.has(token))).toEqual([]);
  const { statistic, critical } = chiSquare(tokens, probabilities);
  expect(statistic).toBeLessThan(critical);
}

describe("sampleToken", () => {
  it.each([
    { name: "the whole vocabulary", logits: distinct, temperature: 1, topP: 1, size: 320 },
    { name: "a small nucleus", logits: distinct, temperature: 1, topP: 0.1, size: 3 },
    { name: "a high temperature", logits: distinct, temperature: 2.5, topP: 0.95, size: 149 },
    { name: "a low temperature", logits: distinct, temperature: 0.2, topP: 0.9, size: 10 },
    // Of the second eight, seven reach 0.5.
    { name: "ties at the edge of the nucleus", logits: inTiesOfEight, temperature: 1, topP: 0.5, size: 15 },
  ])("draws by the distribution: $name", ({ logits, temperature, topP, size }) => {
    const probabilities = nucleus(logits, temperature, topP);
    expect(probabilities.size).toBe(size);
    for (const seed of [1, 2, 3]) expectDraws(drawMany(logits, { temperature, topP, seed }), probabilities);
  });

  it("draws by the distribution at one place, seed after seed", () => {
    const logits = Float32Array.from(distinct);
    const tokens = Array.from({ length: 4000 }, (_, seed) => sampleToken(logits, { ...plain, seed }, [1, 2, 3]));
    expectDraws(tokens, nucleus(distinct, 1, 1));
  });

  it("draws by a distribution known beforehand", () => {
    // softmax([2, 1, 0, -1]), computed by numpy; without the last, divided by what the first three sum up to.
    const probabilities = [0.64391426, 0.23688282, 0.08714432, 0.0320586];
    expectDraws(drawMany([2, 1, 0, -1], {}), new Map(probabilities.entries()));
    const three = new Map(probabilities.slice(0, 3).map((probability, id) => [id, probability / 0.9679414]));
    expectDraws(drawMany([2, 1, 0, -1], { topP: 0.9 }), three);
    // The first two together are 0.8808.
    expect(new Set(drawMany([2, 1, 0, -1], { topP: 0.88 }))).toEqual(new Set([0, 1]));
    expect(new Set(drawMany([2, 1, 0, -1], { topP: 0.881 }))).toEqual(new Set([0, 1, 2]));
    expect(new Set(drawMany([2, 1, 0, -1], { topP: 0.05 }))).toEqual(new Set([0]));
  });

  it("divides positive logits of ids that were there by the penalty, and multiplies negative ones, once each", () => {
    const logits = [2, 1, -0.5, -1];
    const penalized = [2 / 1.5, 1, -0.5, -1.5];
    expectDraws(drawMany(logits, { repetitionPenalty: 1.5 }, [0, 3, 3, 0]), nucleus(penalized, 1, 1));
    const greedy = { ...plain, temperature: 0 };
    const row = Float32Array.from(logits);
    expect(sampleToken(row, { ...greedy, repetitionPenalty: 1.9 }, [0])).toBe(0);
    expect(sampleToken(row, { ...greedy, repetitionPenalty: 2.1 }, [0])).toBe(1);
    expect(sampleToken(row, { ...greedy, repetitionPenalty: 2.1 }, [0, 1])).toBe(0);
    expect(sampleToken(Float32Array.of(-1, -1.5), { ...greedy, repetitionPenalty: 1.6 }, [0])).toBe(1);
  });

  it("takes the largest logit at temperature 0, whatever else is set, and of equal ones the lowest id's", () => {
    const tied = Float32Array.from(ranks, (rank, id) => ([313, 256, 41, 297].includes(id) ? 1 : -rank));
    // The smallest difference that float32 can hold.
    tied[17] = 1 - 2 ** -24;
    for (const seed of [0, 1, 2]) expect(sampleToken(tied, { ...plain, temperature: 0, topP: 0.5, seed }, [])).toBe(41);
  });

  it("comes to the largest logit as the temperature goes to 0", () => {
    expect(new Set(drawMany(distinct, { temperature: 1e-9 }))).toEqual(new Set([distinct.indexOf(4)]));
  });

  it("never draws what is impossible, and leaves the logits as they are", () => {
    const logits = Float32Array.from(distinct, (logit, id) => (id % 2 === 0 ? -Infinity : logit));
    const before = logits.slice();
    for (const sampling of [plain, { ...plain, topP: 0.99 }, { ...plain, temperature: 100, repetitionPenalty: 2 }]) {
      for (let seed = 0; seed < 500; seed++) expect(sampleToken(logits, { ...sampling, seed }, [4, 5]) % 2).toBe(1);
    }
    expect(logits).toEqual(before);
  });

  it("draws the same by the same arguments, and something else by another seed or elsewhere", () => {
    const draws = (seed: number, offset: number) => {
      const ids = (place: number) => Array<number>(offset + place).fill(0);
      const row = Float32Array.from(distinct);
      return Array.from({ length: 50 }, (_, place) => sampleToken(row, { ...plain, seed }, ids(place)));
    };
    expect(draws(1, 0)).toEqual(draws(1, 0));
    expect(draws(1, 0)).not.toEqual(draws(2, 0));
    // A draw belongs to its place, wherever the answer was gone on with.
    expect(draws(1, 20).slice(0, 30)).toEqual(draws(1, 0).slice(20));
  });
});
