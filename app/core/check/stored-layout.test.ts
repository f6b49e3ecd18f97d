import { describe, expect, it } from "vitest";
import type { ConversionPlan, PlannedOutput } from "../plan/conversion-plan";
import { storedLayout } from "./stored-layout";

/** A matrix of 64 columns: 32 bytes of weights and 4 of scales a row. */
function matrix(name: string, rows: number, byteOffset: number): PlannedOutput {
  const tensor = { dtype: "uint32" as const, shardIndex: 0, sources: [] };
  return {
    kind: "q4g32",
    columns: 64,
    weight: { ...tensor, name: `${name}.q_weight`, shape: [rows, 8], byteOffset, byteLength: rows * 32 },
    scale: {
      ...tensor,
      name: `${name}.q_scale`,
      shape: [rows, 1],
      byteOffset: byteOffset + rows * 32,
      byteLength: rows * 4,
    },
  };
}

function planOf(...shards: PlannedOutput[][]): ConversionPlan {
  return {
    variantId: "small",
    shards: shards.map((outputs, index) => ({ index, file: `${index}.bin`, byteLength: 0, sourceBytes: 0, outputs })),
    ...{ sourceBytes: 0, outputBytes: 0, tensorCount: 0, parameterCount: 0 },
  };
}

describe("storedLayout", () => {
  const plan = planOf(
    [matrix("model.embed_tokens.parts.0", 5, 0)],
    [matrix("model.embed_tokens.parts.1", 4, 0), matrix("other", 3, 144)],
  );

  it("goes through the parts of a vocabulary's matrix as if they were one", () => {
    const rows = [...storedLayout(plan).rows("model.embed_tokens", 1, 8, 3)];
    expect(rows.map(({ firstRow, rowCount }) => [firstRow, rowCount])).toEqual([
      [1, 3],
      [4, 1],
      [5, 3],
    ]);
    expect(rows.map(({ weight }) => weight)).toEqual([
      { file: "0.bin", byteOffset: 32, byteLength: 96 },
      { file: "0.bin", byteOffset: 128, byteLength: 32 },
      { file: "1.bin", byteOffset: 0, byteLength: 96 },
    ]);
    expect(rows.map(({ scale }) => scale)).toEqual([
      { file: "0.bin", byteOffset: 164, byteLength: 12 },
      { file: "0.bin", byteOffset: 176, byteLength: 4 },
      { file: "1.bin", byteOffset: 128, byteLength: 12 },
    ]);
  });

  it("refuses what the plan does not have", () => {
    const layout = storedLayout(plan);
    expect(() => [...layout.rows("model.embed_tokens", 0, 10, 3)]).toThrow(RangeError);
    expect(() => [...layout.rows("lm_head", 0, 1, 1)]).toThrow(RangeError);
    expect(() => layout.vector("model.norm.weight")).toThrow(RangeError);
  });
});
