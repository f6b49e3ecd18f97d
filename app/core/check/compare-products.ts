import type { Pair } from "./pair";

/** What comes of multiplying a matrix with some vectors, of which the last are probes. */
export interface MatrixProducts {
  /** Float32 [rows, vectors] each. */
  products: Pair<Float32Array>;
  rows: number;
  /** Of them, those before this one are not compared. */
  firstProbe: number;
  /** The squared length of all probes together. */
  squaredProbes: number;
}

/** Rows that are looked at together; the last window takes what is left over. */
const WINDOW_ROWS = 64;

/**
 * A row whose products differ from the source's by more than this part of them is off. Rounding to 4 bits takes at most a third of
 * a group's length, and a ninth of a typical one's; a row that is not there takes all, one from elsewhere some 1.4 of it.
 */
const LARGEST_ROW_ERROR = 0.5;

/**
 * So many of a window's rows may be off. Four probes tell the length of a row roughly: one or two in a hundred right rows seem off.
 */
const LARGEST_PART_OFF = 0.25;

/** Weights below this are too small for the scale of a group, a half, to tell them from 0. */
const SMALLEST_WEIGHT = 2 ** -22;

export interface ProductComparison {
  /** Length of all differences against length of all products of the source. */
  relativeError: number;
  /** The first rows that cannot be what the source has; end exclusive. */
  wrongRows?: { startRow: number; endRow: number };
}

/** Whether stored rows are their source's, rounded to 4 bits. */
export function compareProducts({ products, rows, firstProbe, squaredProbes }: MatrixProducts): ProductComparison {
  const vectors = products.source.length / rows;
  const floor = SMALLEST_WEIGHT ** 2 * squaredProbes;
  let squaredError = 0;
  let squaredSum = 0;
  let wrongRows: ProductComparison["wrongRows"];
  const windows = Math.max(1, Math.floor(rows / WINDOW_ROWS));
  for (let window = 0; window < windows; window++) {
    const startRow = window * WINDOW_ROWS;
    const endRow = window === windows - 1 ? rows : startRow + WINDOW_ROWS;
    let off = 0;
    for (let row = startRow; row < endRow; row++) {
      let rowError = 0;
      let rowSum = 0;
      for (let i = row * vectors + firstProbe; i < (row + 1) * vectors; i++) {
        const source = products.source[i] ?? 0;
        rowError += ((products.stored[i] ?? 0) - source) ** 2;
        rowSum += source ** 2;
      }
      // So written, a row that is not finite is off.
      if (!(rowError <= LARGEST_ROW_ERROR ** 2 * rowSum + floor)) off++;
      squaredError += rowError;
      squaredSum += rowSum;
    }
    if (off > LARGEST_PART_OFF * (endRow - startRow)) wrongRows ??= { startRow, endRow };
  }
  const relativeError = squaredError === 0 ? 0 : Math.sqrt(squaredError / squaredSum);
  return wrongRows === undefined ? { relativeError } : { relativeError, wrongRows };
}
