import type { SourceTensor } from "../checkpoint/types";
import type { AsyncRowPacker } from "../quantize/row-packer";
import { storedRowTarget } from "../shards/rotary-rows";
import { sourceBlockRows } from "../shards/source-block";
import { readSourceRows } from "./read-source-rows";
import type { StoredLayout } from "./stored-layout";
import { type ReadStored, readWords } from "./stored-reader";

/** Bytes of 4-bit weights read at once; at least one row. */
const STORED_BLOCK_BYTES = 1024 * 1024;

/** A part of the work, which may be done beside others. */
export type Job = () => Promise<void>;

/** A matrix times some vectors. */
interface Multiplication {
  packer: AsyncRowPacker;
  rows: number;
  columns: number;
  /** Float32 [vectors, columns]. */
  vectors: Float32Array;
  /** Float32 [rows, vectors]: where products go, rows in Hugging Face's order. */
  products: Float32Array;
}

/** Jobs that multiply a matrix of the checkpoint. `onRead` is told of the bytes that each took. */
export function* multiplySource(
  tensor: SourceTensor,
  { packer, rows: allRows, columns, vectors, products }: Multiplication,
  onRead: (byteLength: number) => void,
): Generator<Job> {
  const { dtype, interleavedHeadDim } = tensor;
  const count = vectors.length / columns;
  const blockRows = sourceBlockRows(dtype, columns);
  for (let firstRow = 0; firstRow < allRows; firstRow += blockRows) {
    const rows = Math.min(blockRows, allRows - firstRow);
    yield async () => {
      const bytes = await readSourceRows(tensor, columns, firstRow, firstRow + rows);
      onRead(bytes.byteLength);
      const found = await packer.multiply({ dtype, bytes, rows, columns, vectors, count });
      for (let row = 0; row < rows; row++) {
        const target = storedRowTarget(firstRow + row, interleavedHeadDim);
        products.set(found.subarray(row * count, (row + 1) * count), target * count);
      }
    };
  }
}

/** Jobs that multiply rows of a stored matrix, from `startRow` on. */
export function* multiplyStored(
  { matrix, startRow, layout, read }: { matrix: string; startRow: number; layout: StoredLayout; read: ReadStored },
  { packer, rows: allRows, columns, vectors, products }: Multiplication,
): Generator<Job> {
  const count = vectors.length / columns;
  const blockRows = Math.max(1, Math.floor(STORED_BLOCK_BYTES / (columns / 2)));
  for (const block of layout.rows(matrix, startRow, startRow + allRows, blockRows)) {
    yield async () => {
      const { firstRow, rowCount: rows } = block;
      const [weight, scale] = await Promise.all([readWords(read, block.weight), readWords(read, block.scale)]);
      const found = await packer.multiplyPacked({ weight, scale, rows, columns, vectors, count });
      products.set(found, (firstRow - startRow) * count);
    };
  }
}
