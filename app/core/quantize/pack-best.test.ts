import { describe, expect, it } from "vitest";
import { base64Bytes, base64Floats } from "../checkpoint/testing/base64";
import golden from "./golden/q4_best.json";
import { bytesOf, groupErrors, someWeights, storedValues, sum } from "./testing/some-weights";
import { testPacker } from "./testing/test-packer";

const packer = await testPacker();

const cases = golden.cases.map(({ name, rows, cols, input, importance, ...errors }) => ({
  name,
  rows,
  columns: cols,
  values: base64Floats(input),
  importance: importance === undefined ? undefined : base64Floats(importance),
  plainErrors: base64Doubles(errors.plainErrors),
  stockErrors: base64Doubles(errors.stockErrors),
  leastErrors: base64Doubles(errors.leastErrors),
}));

function base64Doubles(text: string): Float64Array {
  return new Float64Array(base64Bytes(text).buffer);
}

function isLikeWeights({ name }: { name: string }): boolean {
  return name === "gaussian" || name === "laplace";
}

/** Weighted squared errors of each group of a case. */
async function bestErrors({ values, rows, columns, importance }: (typeof cases)[number]): Promise<Float64Array> {
  const job = { dtype: "F32", bytes: bytesOf(values), rows, columns, mode: "best" } as const;
  const packed = await packer.pack(importance === undefined ? job : { ...job, importance });
  return groupErrors(values, storedValues(packed), importance);
}

describe('pack, "best", against every half float as the scale', () => {
  it.each(cases)("is never worse than plain in any group: $name", async (example) => {
    const errors = await bestErrors(example);
    for (const [group, error] of errors.entries()) {
      // What float32 loses in a sum over a group.
      expect(error).toBeLessThanOrEqual((example.plainErrors[group] ?? 0) * (1 + 1e-5));
    }
  });

  it.each(cases)("has almost the least error that there is: $name", async (example) => {
    const [errors, least] = [sum(await bestErrors(example)), sum(example.leastErrors)];
    // Errors are compared in float32, as parts of the sum of squares.
    const resolution = 2 ** -23 * sum(example.values.map((value) => value ** 2));
    expect(errors).toBeLessThanOrEqual(least * (isLikeWeights(example) ? 1.001 : 1.03) + resolution);
  });

  it.each(cases.filter(isLikeWeights))(
    "has at least 4 % less RMSE than plain and 15 % less than MLC's rule: $name",
    async (example) => {
      const error = sum(await bestErrors(example));
      expect(Math.sqrt(error / sum(example.plainErrors))).toBeLessThan(0.96);
      expect(Math.sqrt(error / sum(example.stockErrors))).toBeLessThan(0.85);
    },
  );
});

describe('pack, "best", with the importance of columns', () => {
  const values = someWeights(8 * 192);
  const job = { dtype: "F32", bytes: bytesOf(values), rows: 8, columns: 192, mode: "best" } as const;

  it("is no worse than without it, where all columns matter alike", async () => {
    const importance = new Float32Array(192).fill(1);
    const [weighed, alike] = await Promise.all([packer.pack({ ...job, importance }), packer.pack(job)]);
    expect(weighed.squaredError).toBeLessThanOrEqual(alike.squaredError);
  });

  it("is plain where no column matters", async () => {
    const importance = new Float32Array(192);
    expect(await packer.pack({ ...job, importance })).toEqual(await packer.pack({ ...job, mode: "plain" }));
  });

  it("has no say in plain", async () => {
    const importance = someWeights(192).map(Math.abs);
    const plain = { ...job, mode: "plain" } as const;
    expect(await packer.pack({ ...plain, importance })).toEqual(await packer.pack(plain));
  });
});
