import type { ConversionPlan, PlannedTensor } from "../plan/conversion-plan";

/** Bytes of a shard's file. */
export interface StoredRange {
  file: string;
  byteOffset: number;
  byteLength: number;
}

/** Consecutive rows of a stored matrix. */
interface StoredRows {
  firstRow: number;
  rowCount: number;
  /** uint32 [rowCount, columns / 8] */
  weight: StoredRange;
  /** uint32 [rowCount, columns / 64] */
  scale: StoredRange;
}

/** Where tensors are, by MLC's names. Both functions throw RangeError for what the plan does not have. */
export interface StoredLayout {
  /** Rows of a matrix in order, at most `mostRows` at a time. Its name is without `.q_weight`, and the number of a part. */
  rows(matrix: string, startRow: number, endRow: number, mostRows: number): Generator<StoredRows>;
  vector(name: string): StoredRange;
}

export function storedLayout({ shards }: ConversionPlan): StoredLayout {
  const vectors = new Map<string, StoredRange>();
  const matrices = new Map<string, StoredRows[]>();
  for (const { file, outputs } of shards) {
    for (const output of outputs) {
      if (output.kind === "float32") vectors.set(output.tensor.name, rangeIn(file, output.tensor));
      else {
        const { weight, scale } = output;
        // The parts of a vocabulary's matrix are planned in order.
        const name = weight.name.replace(/(\.parts\.\d+)?\.q_weight$/, "");
        const parts = matrices.get(name) ?? [];
        const part = { rowCount: weight.shape[0] ?? 0, weight: rangeIn(file, weight), scale: rangeIn(file, scale) };
        matrices.set(name, [...parts, { firstRow: endOf(parts), ...part }]);
      }
    }
  }
  return {
    *rows(matrix, startRow, endRow, mostRows) {
      const parts = matrices.get(matrix) ?? [];
      if (endRow > endOf(parts)) throw new RangeError(`the plan has no ${endRow} rows of ${matrix}`);
      for (const part of parts) {
        const end = Math.min(endRow, part.firstRow + part.rowCount);
        for (let firstRow = Math.max(startRow, part.firstRow); firstRow < end; firstRow += mostRows) {
          const rowCount = Math.min(mostRows, end - firstRow);
          const within = (range: StoredRange): StoredRange => {
            const rowBytes = range.byteLength / part.rowCount;
            const byteOffset = range.byteOffset + (firstRow - part.firstRow) * rowBytes;
            return { file: range.file, byteOffset, byteLength: rowCount * rowBytes };
          };
          yield { firstRow, rowCount, weight: within(part.weight), scale: within(part.scale) };
        }
      }
    },
    vector: (name) => {
      const vector = vectors.get(name);
      if (vector === undefined) throw new RangeError(`the plan has no ${name}`);
      return vector;
    },
  };
}

function rangeIn(file: string, { byteOffset, byteLength }: PlannedTensor): StoredRange {
  return { file, byteOffset, byteLength };
}

function endOf(parts: readonly StoredRows[]): number {
  const last = parts.at(-1);
  return last === undefined ? 0 : last.firstRow + last.rowCount;
}
