import type { VariantCard } from "../../../app/core/models/variant-card";
import type { KernelTime } from "./protocol";

interface KernelRow {
  what: string;
  kernel: string;
  dispatches: number;
  totalMs: number;
  sharePercent: number;
  /** For matrix multiplications only, as all below: multiply-adds, and bytes of weights if each is read once. */
  megaMacsPerSecond?: number;
  weightMBPerSecond?: number;
  /** Of what a copy reads and writes. */
  copyBandwidthPercent?: number;
}

/** Kernels of a smaller share are one row together. */
const smallestSharePercent = 1;

/** Four bits a weight and half a float32's worth a group of 32. */
const weightBytes = 4 / 8 + 2 / 32;

/** A table of kernels whose dispatches each multiply matrices by `tokens` vectors; the output projection, by one. */
export function kernelRows(
  what: string,
  kernels: readonly KernelTime[],
  { shape }: Pick<VariantCard, "shape">,
  tokens: number,
  copyBytesPerSecond: number,
): KernelRow[] {
  const wholeMs = kernels.reduce((sum, { totalMs }) => sum + totalMs, 0);
  const rows = kernels.map(({ kernel, dispatches, totalMs }): KernelRow => {
    const row = { what, kernel, dispatches, totalMs, sharePercent: (100 * totalMs) / wholeMs };
    const matrix = matrixOf(kernel);
    if (matrix === undefined) return row;
    const weights = matrix.rows * matrix.columns * dispatches;
    const vectors = matrix.rows === shape.vocabSize ? 1 : tokens;
    const weightBytesPerSecond = (weights * weightBytes * 1000) / totalMs;
    return {
      ...row,
      megaMacsPerSecond: (weights * vectors) / totalMs / 1000,
      weightMBPerSecond: weightBytesPerSecond / 1e6,
      copyBandwidthPercent: (100 * weightBytesPerSecond) / copyBytesPerSecond,
    };
  });
  const large = rows.filter(({ sharePercent }) => sharePercent >= smallestSharePercent);
  const small = rows.filter(({ sharePercent }) => sharePercent < smallestSharePercent);
  return [...large, together(what, `${small.length} others`, small), together(what, "all", rows)];
}

function together(what: string, kernel: string, rows: readonly KernelRow[]): KernelRow {
  const sum = { what, kernel, dispatches: 0, totalMs: 0, sharePercent: 0 };
  for (const { dispatches, totalMs, sharePercent } of rows) {
    sum.dispatches += dispatches;
    sum.totalMs += totalMs;
    sum.sharePercent += sharePercent;
  }
  return sum;
}

/** The sizes in a matrix multiplication's name, as in `q4g32_decode_960x576_kernel`; undefined for other kernels. */
function matrixOf(kernel: string): { rows: number; columns: number } | undefined {
  const sizes = /_(\d+)x(\d+)_/.exec(kernel);
  return sizes === null ? undefined : { rows: Number(sizes[1]), columns: Number(sizes[2]) };
}
