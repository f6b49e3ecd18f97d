import { describe, expect, it } from "vitest";
import { base64Bytes, base64Floats, base64Words } from "../checkpoint/testing/base64";
import golden from "./golden/q4_0.json";
import { type Q4Matrix, quantizeRow } from "./quantize-q4g32";
import { repackQ40Row } from "./repack-q4-0";

function emptyMatrix(rows: number, columns: number): Q4Matrix {
  return {
    columns,
    weight: new Uint32Array((rows * columns) / 8),
    scale: new Uint32Array((rows * columns) / 64),
  };
}

describe("quantizeRow", () => {
  it.each(golden.cases)("agrees with gguf-py byte for byte: $name", ({ rows, cols, input, qWeight, qScale }) => {
    const matrix = emptyMatrix(rows, cols);
    const values = base64Floats(input);
    for (let row = 0; row < rows; row++) expect(quantizeRow(values, row * cols, matrix, row)).toBeUndefined();
    expect(matrix.weight).toEqual(base64Words(qWeight));
    expect(matrix.scale).toEqual(base64Words(qScale));
  });

  it.each([0, 1, 31, 32, 63])("finds a value that is not finite at column %i", (column) => {
    for (const value of [NaN, Infinity, -Infinity]) {
      const values = new Float32Array(64).fill(0.5);
      values[column] = value;
      expect(quantizeRow(values, 0, emptyMatrix(1, 64), 0)).toBe("not-finite");
    }
  });

  it("finds a scale that no half can hold, and takes the largest that one can", () => {
    const values = new Float32Array(64);
    values[40] = 65520 * 8;
    expect(quantizeRow(values, 0, emptyMatrix(1, 64), 0)).toBe("scale-too-large");
    values[40] = -65504 * 8;
    expect(quantizeRow(values, 0, emptyMatrix(1, 64), 0)).toBeUndefined();
  });

  it("leaves other rows alone", () => {
    const matrix = emptyMatrix(3, 64);
    quantizeRow(new Float32Array(64).fill(1), 0, matrix, 1);
    expect([...matrix.weight.subarray(0, 8), ...matrix.weight.subarray(16)]).toEqual(new Array(16).fill(0));
    expect([matrix.scale[0], matrix.scale[2]]).toEqual([0, 0]);
    expect(matrix.weight[8]).toBe(0);
    expect(matrix.scale[1]).toBe(0xb000b000);
  });
});

describe("repackQ40Row", () => {
  it.each(golden.cases)("keeps ggml's blocks: $name", ({ rows, cols, blocks, qWeight, qScale }) => {
    const matrix = emptyMatrix(rows, cols);
    const bytes = base64Bytes(blocks);
    const rowBytes = (cols / 32) * 18;
    for (let row = 0; row < rows; row++) expect(repackQ40Row(bytes, row * rowBytes, matrix, row)).toBeUndefined();
    expect(matrix.weight).toEqual(base64Words(qWeight));
    expect(matrix.scale).toEqual(base64Words(qScale));
  });

  it("finds a scale that is not finite", () => {
    const bytes = new Uint8Array(36);
    bytes[19] = 0x7c;
    expect(repackQ40Row(bytes, 0, emptyMatrix(1, 64), 0)).toBe("not-finite");
  });
});
