import { describe, expect, it } from "vitest";
import { chiSquare } from "./testing/nucleus";
import { uniformAt } from "./uniform-at";

const count = 20_000;
const bins = 64;

/** Expects numbers in [0, 1) to fall into equal bins as often as into any other. */
function expectUniform(numbers: readonly number[]): void {
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  const even = new Map(Array.from({ length: bins }, (_, bin) => [bin, 1 / bins]));
  const { statistic, critical } = chiSquare(
    numbers.map((number) => Math.floor(number * bins)),
    even,
  );
  expect(statistic).toBeLessThan(critical);
}

const each = (of: (index: number) => number) => Array.from({ length: count }, (_, index) => of(index));

describe("uniformAt", () => {
  it.each([0, 1, 2, 999_999, 2 ** 32 - 1, -7])("is uniform over the places of seed %i", (seed) => {
    expectUniform(each((place) => uniformAt(seed, place)));
  });

  it.each([0, 1, 512, 8191])("is uniform over the seeds at place %i", (place) => {
    expectUniform(each((seed) => uniformAt(seed, place)));
  });

  it("tells nothing of the next place's number, nor of the next seed's", () => {
    const side = Math.sqrt(bins);
    const cell = (a: number, b: number) => (Math.floor(a * side) * side + Math.floor(b * side)) / bins;
    expectUniform(each((place) => cell(uniformAt(7, 2 * place), uniformAt(7, 2 * place + 1))));
    expectUniform(each((seed) => cell(uniformAt(2 * seed, 500), uniformAt(2 * seed + 1, 500))));
  });

  it("is always the same, and other places and seeds have other numbers", () => {
    expect(uniformAt(3, 5)).toBe(uniformAt(3, 5));
    const seen = [3, 4, 5, 6].flatMap((seed) => each((place) => uniformAt(seed, place)).slice(0, 500));
    expect(new Set(seen).size).toBe(2000);
  });
});
