import { describe, expect, it } from "vitest";
import { compareProducts } from "./compare-products";

/** Compares rows of four products that are 1, all with `change` applied to the stored ones. */
function compare(rows: number, change: (row: number) => number, squaredProbes = 0) {
  const source = new Float32Array(rows * 4).fill(1);
  const stored = source.map((value, i) => value * change(Math.floor(i / 4)));
  return compareProducts({ products: { source, stored }, rows, firstProbe: 0, squaredProbes });
}

describe("compareProducts", () => {
  it("tells the relative error of all rows together", () => {
    expect(compare(128, () => 1)).toEqual({ relativeError: 0 });
    expect(compare(128, (row) => (row % 2 ? 1.2 : 1)).relativeError).toBeCloseTo(0.2 / Math.sqrt(2), 6);
  });

  it("lets a quarter of a window be off, and no more", () => {
    const others = { startRow: 64, endRow: 128 };
    expect(compare(192, (row) => (row >= 64 && row < 80 ? 0 : 1)).wrongRows).toBeUndefined();
    expect(compare(192, (row) => (row >= 64 && row < 81 ? 0 : 1)).wrongRows).toEqual(others);
    expect(compare(192, (row) => (row >= 100 && row < 120 ? -1 : 1)).wrongRows).toEqual(others);
  });

  it("adds what is left over to the last window, and takes few rows as one", () => {
    expect(compare(130, (row) => (row >= 128 ? 0 : 1)).wrongRows).toBeUndefined();
    expect(compare(130, (row) => (row >= 110 ? 0 : 1)).wrongRows).toEqual({ startRow: 64, endRow: 130 });
    expect(compare(3, (row) => (row === 2 ? 0 : 1)).wrongRows).toEqual({ startRow: 0, endRow: 3 });
  });

  it("takes rows that are not finite for wrong", () => {
    expect(compare(64, () => NaN).wrongRows).toEqual({ startRow: 0, endRow: 64 });
    expect(compare(64, () => Infinity).wrongRows).toEqual({ startRow: 0, endRow: 64 });
  });

  it("asks nothing of weights that are too small for 4 bits", () => {
    // Rows of length 1 multiplied with probes so large that their weights must be below 2 ** -22.
    expect(compare(64, () => 0, 2 ** 48).wrongRows).toBeUndefined();
    expect(compare(64, () => 0, 2 ** 40).wrongRows).toEqual({ startRow: 0, endRow: 64 });
  });

  it("does not look at products of activations", () => {
    const source = Float32Array.from({ length: 64 * 5 }, (_, i) => (i % 5 === 0 ? 100 : 1));
    const stored = new Float32Array(64 * 5).fill(1);
    const found = compareProducts({ products: { source, stored }, rows: 64, firstProbe: 1, squaredProbes: 0 });
    expect(found).toEqual({ relativeError: 0 });
  });
});
