import { describe, expect, it } from "vitest";
import { compareLogits } from "./compare-logits";

const compare = (source: number[], stored: number[]) =>
  compareLogits({ source: Float32Array.from(source), stored: Float32Array.from(stored) }, source.length);

describe("compareLogits", () => {
  it("takes logits that differ by a constant for the same", () => {
    expect(compare([1, 2, 6], [11, 12, 16])).toEqual({ relativeError: 0, cosine: 1 });
  });

  it("takes off the mean of each token's logits", () => {
    const source = Float32Array.of(1, 2, 30, 50);
    expect(compareLogits({ source, stored: Float32Array.of(2, 3, 10, 30) }, 2)).toEqual({
      relativeError: 0,
      cosine: 1,
    });
  });

  it("tells how far others are apart", () => {
    const { relativeError, cosine } = compare([3, 0, -3, 0], [3, 4, -3, -4]);
    expect(relativeError).toBeCloseTo(Math.sqrt(32 / 18), 6);
    expect(cosine).toBeCloseTo(0.6, 6);
    expect(compare([1, -1], [-1, 1])).toEqual({ relativeError: 2, cosine: -1 });
  });

  it("has an answer for a model that has none, and none for what is not a number", () => {
    expect(compare([0, 0], [0, 0])).toEqual({ relativeError: 0, cosine: 1 });
    expect(compare([1, 0], [NaN, 0]).cosine).toBeNaN();
    expect(compare([1, 0], [0, 0]).cosine).toBeNaN();
  });
});
