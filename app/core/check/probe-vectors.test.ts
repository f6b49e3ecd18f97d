import { expect, it } from "vitest";
import { bytesOf, someWeights } from "../quantize/testing/some-weights";
import { testPacker } from "../quantize/testing/test-packer";
import { compareProducts, type ProductComparison } from "./compare-products";
import { PROBES, probeVectors } from "./probe-vectors";

const rows = 128;
const columns = 512;

/** Packs a matrix with importance and looks at the products of what was stored, of which the first row is `firstRow`. */
async function lookAt(importance: Float32Array, values: Float32Array, firstRow = 0): Promise<ProductComparison> {
  const packer = await testPacker();
  const bytes = bytesOf(values);
  const packed = await packer.pack({ dtype: "F32", bytes, rows, columns, mode: "best", importance });
  const vectors = probeVectors(columns, importance);
  const job = { rows, columns, vectors, count: PROBES };
  const source = await packer.multiply({ ...job, dtype: "F32", bytes });
  const inOrder = await packer.multiplyPacked({ ...job, weight: packed.weight, scale: packed.scale });
  const stored = new Float32Array(inOrder.length);
  for (let row = 0; row < rows; row++) {
    const from = ((row + firstRow) % rows) * PROBES;
    stored.set(inOrder.subarray(from, from + PROBES), row * PROBES);
  }
  const squaredProbes = vectors.reduce((sum, value) => sum + value ** 2, 0);
  return compareProducts({ products: { source, stored }, rows, firstProbe: 0, squaredProbes });
}

it.each([1e6, 1e8])("probes judge rows by all of their columns where one matters %d times as much", async (most) => {
  const values = someWeights(rows * columns);
  for (let row = 0; row < rows; row++) values[row * columns + 300] = 0.1 * (values[row * columns + 300] ?? 0);
  const importance = new Float32Array(columns).fill(1);
  importance[300] = most;
  const right = await lookAt(importance, values);
  expect(right.wrongRows).toBeUndefined();
  expect(right.relativeError).toBeGreaterThan(0.05);
  expect((await lookAt(importance, values, 1)).wrongRows).toEqual({ startRow: 0, endRow: 64 });
});
