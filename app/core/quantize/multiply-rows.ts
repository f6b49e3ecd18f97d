import { dtypeBytes } from "../checkpoint/source-dtype";
import { putSource } from "./put-source";
import type { Quantizer, QuantizerMemory } from "./quantizer-memory";
import { requireLength, requireMultiple } from "./require-length";
import type { MultiplyJob, MultiplyPackedJob } from "./row-packer";

/** Values multiplied at once, but at least a row. */
const CHUNK_VALUES = 2 ** 18;
/** See model-config/quantizer/products.c. */
const MAX_VECTORS = 8;

/** See RowPacker. */
export function multiplyRows(
  quantizer: Quantizer,
  memory: QuantizerMemory,
  job: MultiplyJob,
): Float32Array<ArrayBuffer> {
  const { dtype, bytes, rows, columns, count } = job;
  requireMultiple("columns", columns, 32);
  requireLength("bytes", bytes.byteLength, dtypeBytes(dtype, rows * columns));
  const rowBytes = dtypeBytes(dtype, columns);
  return inChunks(memory, job, 4 * columns, (sourceAt, first, chunkRows, vectorsAt, productAt) => {
    const chunk = bytes.subarray(first * rowBytes, (first + chunkRows) * rowBytes);
    const values = chunkRows * columns;
    const native = putSource(memory, sourceAt, dtype, chunk, values, values);
    quantizer.multiply(native, sourceAt, chunkRows, columns, vectorsAt, count, productAt);
  });
}

/** See RowPacker. */
export function multiplyPackedRows(
  quantizer: Quantizer,
  memory: QuantizerMemory,
  job: MultiplyPackedJob,
): Float32Array<ArrayBuffer> {
  const { weight, scale, rows, columns, count } = job;
  requireMultiple("columns", columns, 64);
  requireLength("weight", weight.length, (rows * columns) / 8);
  requireLength("scale", scale.length, (rows * columns) / 64);
  const [weightWords, scaleWords] = [columns / 8, columns / 64];
  return inChunks(memory, job, 4 * (weightWords + scaleWords), (weightAt, first, chunkRows, vectorsAt, productAt) => {
    const scaleAt = weightAt + 4 * chunkRows * weightWords;
    const end = first + chunkRows;
    memory.words(weightAt, chunkRows * weightWords).set(weight.subarray(first * weightWords, end * weightWords));
    memory.words(scaleAt, chunkRows * scaleWords).set(scale.subarray(first * scaleWords, end * scaleWords));
    quantizer.multiply_packed(weightAt, scaleAt, chunkRows, columns, vectorsAt, count, productAt);
  });
}

interface Factors {
  rows: number;
  columns: number;
  vectors: Float32Array;
  count: number;
}

/** Multiplies some rows, which take `rowBytes` each at `sourceAt` at most, and leaves [rows, count] at `productAt`. */
type MultiplyChunk = (sourceAt: number, firstRow: number, rows: number, vectorsAt: number, productAt: number) => void;

function inChunks(
  memory: QuantizerMemory,
  { rows, columns, vectors, count }: Factors,
  rowBytes: number,
  multiplyChunk: MultiplyChunk,
): Float32Array<ArrayBuffer> {
  requireLength("vectors", vectors.length, count * columns);
  if (count > MAX_VECTORS) throw new RangeError(`${count} vectors are more than ${MAX_VECTORS}`);
  const chunkRows = Math.min(rows, Math.max(1, Math.floor(CHUNK_VALUES / columns)));
  const sizes = [chunkRows * rowBytes, 4 * vectors.length, 4 * chunkRows * count] as const;
  const [sourceAt, vectorsAt, productAt] = memory.reserve(sizes);
  memory.floats(vectorsAt, vectors.length).set(vectors);
  const product = new Float32Array(rows * count);
  for (let first = 0; first < rows; first += chunkRows) {
    const some = Math.min(chunkRows, rows - first);
    multiplyChunk(sourceAt, first, some, vectorsAt, productAt);
    product.set(memory.floats(productAt, some * count), first * count);
  }
  return product;
}
