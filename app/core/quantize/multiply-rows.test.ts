import { describe, expect, it } from "vitest";
import { decodeRows } from "../checkpoint/decode-rows";
import ggufTypes from "../checkpoint/golden/gguf-types.json";
import { isSourceDtype } from "../checkpoint/source-dtype";
import { base64Bytes } from "../checkpoint/testing/base64";
import { bytesOf, someWeights, storedValues } from "./testing/some-weights";
import { testPacker } from "./testing/test-packer";

const packer = await testPacker();

/** Holds products [rows, count] against those in float64, to what float32 loses of the sums of magnitudes. */
function expectProducts(products: Float32Array, matrix: Float32Array, vectors: Float32Array, columns: number): void {
  const rows = matrix.length / columns;
  const count = vectors.length / columns;
  expect(products).toHaveLength(rows * count);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < count; c++) {
      let [product, magnitude] = [0, 0];
      for (let i = 0; i < columns; i++) {
        const term = (matrix[row * columns + i] ?? 0) * (vectors[c * columns + i] ?? 0);
        product += term;
        magnitude += Math.abs(term);
      }
      expect(Math.abs((products[row * count + c] ?? Number.NaN) - product)).toBeLessThanOrEqual(1e-6 * magnitude);
    }
  }
}

describe("multiply", () => {
  it.each(ggufTypes.cases)("multiplies rows of $type", async ({ type, rows, cols: columns, data }) => {
    if (!isSourceDtype(type)) throw new Error(`unknown type ${type}`);
    const bytes = base64Bytes(data);
    const vectors = someWeights(3 * columns);
    const products = await packer.multiply({ dtype: type, bytes, rows, columns, vectors, count: 3 });
    expectProducts(products, decodeRows(type, bytes, rows * columns), vectors, columns);
  });

  it.each([1, 8])("takes %i vectors, and more rows than it multiplies at once", async (count) => {
    const [rows, columns] = [300, 1056];
    const matrix = someWeights(rows * columns);
    const vectors = someWeights(count * columns);
    const products = await packer.multiply({ dtype: "F32", bytes: bytesOf(matrix), rows, columns, vectors, count });
    expectProducts(products, matrix, vectors, columns);
  });

  it("takes a row that is longer than its memory, and jobs after it", async () => {
    const columns = 2 ** 21;
    const matrix = someWeights(columns);
    const [first] = await packer.multiply({
      dtype: "F32",
      bytes: bytesOf(matrix),
      rows: 1,
      columns,
      vectors: new Float32Array(columns).fill(0.5, columns - 1),
      count: 1,
    });
    expect(first).toBe(0.5 * (matrix[columns - 1] ?? Number.NaN));
    const job = { dtype: "F32", bytes: bytesOf(matrix.subarray(0, 64)), rows: 1, columns: 64 } as const;
    const products = await packer.multiply({ ...job, vectors: matrix.subarray(64, 128), count: 1 });
    expectProducts(products, matrix.subarray(0, 64), matrix.subarray(64, 128), 64);
  });

  it("refuses lengths that do not fit the shape", async () => {
    const job = { dtype: "F32", bytes: new Uint8Array(4 * 128), rows: 2, columns: 64 } as const;
    await expect(packer.multiply({ ...job, vectors: new Float32Array(64), count: 2 })).rejects.toThrow(RangeError);
    await expect(packer.multiply({ ...job, vectors: new Float32Array(9 * 64), count: 9 })).rejects.toThrow(RangeError);
    await expect(packer.multiply({ ...job, rows: 3, vectors: new Float32Array(64), count: 1 })).rejects.toThrow(
      RangeError,
    );
  });
});

describe("multiplyPacked", () => {
  it.each([
    { rows: 5, columns: 64, count: 1 },
    { rows: 300, columns: 1088, count: 8 },
  ])("multiplies what is stored: $rows rows of $columns, $count vectors", async ({ rows, columns, count }) => {
    const bytes = bytesOf(someWeights(rows * columns));
    const { weight, scale } = await packer.pack({ dtype: "F32", bytes, rows, columns, mode: "plain" });
    const vectors = someWeights(count * columns);
    const products = await packer.multiplyPacked({ weight, scale, rows, columns, vectors, count });
    expectProducts(products, storedValues({ weight, scale }), vectors, columns);
  });

  it("refuses lengths that do not fit the shape", async () => {
    const job = { weight: new Uint32Array(16), scale: new Uint32Array(2), columns: 64, vectors: new Float32Array(64) };
    await expect(packer.multiplyPacked({ ...job, rows: 1, count: 1 })).rejects.toThrow(RangeError);
    await expect(packer.multiplyPacked({ ...job, rows: 2, scale: new Uint32Array(1), count: 1 })).rejects.toThrow(
      RangeError,
    );
  });
});
