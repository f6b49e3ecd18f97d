import { decodeRows } from "../../../app/core/checkpoint/decode-rows";
import { openCheckpoint } from "../../../app/core/checkpoint/open-checkpoint";
import { readBytes } from "../../../app/core/checkpoint/read-bytes";
import type { SourceDtype } from "../../../app/core/checkpoint/types";
import { openFiles } from "../../../app/cli/file-source";
import type { RowPacker } from "../../../app/core/quantize/row-packer";
import { stockSquaredError } from "./mlc-stock";
import { gaussianFloats, laplaceFloats } from "./random-floats";

const syntheticRows = 1024;
const syntheticColumns = 4096;

/** What each way to 4 bits loses of a matrix: sums over all weights of (stored - source)². */
export interface WeightErrors {
  name: string;
  plain: number;
  best: number;
  stock: number;
  /** Sum of source². */
  squaredSum: number;
}

/** Of weights of known distributions. */
export function syntheticErrors(packer: RowPacker): WeightErrors[] {
  const count = syntheticRows * syntheticColumns;
  return Object.entries({ Gaussian: gaussianFloats(count), Laplace: laplaceFloats(count) }).map(([name, values]) => {
    const bytes = new Uint8Array(values.buffer);
    return { name, ...errorsOf(packer, { dtype: "F32", bytes, rows: syntheticRows, columns: syntheticColumns }) };
  });
}

/** Of each matrix of a checkpoint. */
export async function checkpointErrors(packer: RowPacker, path: string): Promise<WeightErrors[]> {
  const { files, close } = await openFiles(path);
  const found: WeightErrors[] = [];
  for (const { name, shape, dtype, byteOffset, byteLength, bytes, file } of (
    await openCheckpoint(files)
  ).tensors.values()) {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined) continue;
    const source = await readBytes(bytes, byteOffset, byteOffset + byteLength, { file, place: name });
    found.push({ name, ...errorsOf(packer, { dtype, bytes: source, rows, columns }) });
  }
  await close();
  return found;
}

interface Matrix {
  dtype: SourceDtype;
  bytes: Uint8Array;
  rows: number;
  columns: number;
}

function errorsOf(packer: RowPacker, matrix: Matrix): Omit<WeightErrors, "name"> {
  const plain = packer.pack({ ...matrix, mode: "plain" });
  const best = packer.pack({ ...matrix, mode: "best" });
  const stock = stockSquaredError(decodeRows(matrix.dtype, matrix.bytes, matrix.rows * matrix.columns));
  return { plain: plain.squaredError, best: best.squaredError, stock, squaredSum: plain.squaredSum };
}

/** The matrices of each layer as one, and those outside of layers. */
export function layerErrors(matrices: readonly WeightErrors[]): WeightErrors[] {
  const layerOf = ({ name }: WeightErrors) => /^model\.layers\.\d+/.exec(name)?.[0] ?? name;
  const layers = [...new Set(matrices.map(layerOf))];
  return layers.map((layer) =>
    totalErrors(
      layer,
      matrices.filter((matrix) => layerOf(matrix) === layer),
    ),
  );
}

/** All matrices as one. */
export function totalErrors(name: string, all: readonly WeightErrors[]): WeightErrors {
  const sum = (part: "plain" | "best" | "stock" | "squaredSum") => all.reduce((total, each) => total + each[part], 0);
  return { name, plain: sum("plain"), best: sum("best"), stock: sum("stock"), squaredSum: sum("squaredSum") };
}

/** Relative errors in per cent, and how much lower best's is than the others'. */
export function errorRow({ name, plain, best, stock, squaredSum }: WeightErrors): object {
  const percent = (error: number) => 100 * Math.sqrt(error / squaredSum);
  return {
    weights: name,
    "plain, %": percent(plain),
    "best, %": percent(best),
    "MLC's rule, %": percent(stock),
    "best below plain, %": 100 * (1 - Math.sqrt(best / plain)),
    "best below MLC's, %": 100 * (1 - Math.sqrt(best / stock)),
  };
}
