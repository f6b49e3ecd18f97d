import { ggmlName, hasInterleavedRows } from "../checkpoint/gguf-names";
import { dtypeBytes } from "../checkpoint/source-dtype";
import type { ModelShape } from "../models/variant-card";
import { llamaOutputs, type OutputSpec } from "../plan/llama-outputs";
import { type GgufTensorInfo, paddedBytes } from "./gguf-writer";

/** ggml's type numbers (ggml.h, ggml_type). */
const GgmlType = { F32: 0, Q4_0: 2 } as const;

/** A tensor of the GGUF, and the rows of the converted model that it is made of. */
export interface GgufTensor extends GgufTensorInfo {
  /** From the first tensor's data; a multiple of the alignment. */
  byteOffset: number;
  /** Matrix or vector of the converted model that holds it. */
  output: OutputSpec;
  /** Its rows in `output`: `startRow` inclusive, `endRow` exclusive. */
  startRow: number;
  endRow: number;
  /** Set for q and k: rows of a head, within which llama.cpp interleaves rotary pairs. */
  interleavedHeadDim?: number;
}

/**
 * All tensors of a Llama of this shape, matrices as Q4_0 and norms as F32, in the order of the converted model. Matrices that are
 * stored in parts are not put together: models that have such are larger than any that the CPU engine holds.
 */
export function ggufTensors(shape: ModelShape): GgufTensor[] {
  const tensors: GgufTensor[] = [];
  let byteOffset = 0;
  for (const output of llamaOutputs(shape)) {
    let startRow = 0;
    for (const source of output.sources) {
      const name = ggmlName(source.tensor);
      const rows = source.endRow - source.startRow;
      const endRow = startRow + rows;
      const placed = { name, ...dataOf(output, rows), byteOffset, output, startRow, endRow };
      tensors.push(hasInterleavedRows(name) ? { ...placed, interleavedHeadDim: shape.headDim } : placed);
      byteOffset += paddedBytes(placed.byteLength);
      startRow = endRow;
    }
  }
  return tensors;
}

/**
 * Bytes of all weights of a GGUF of this shape, padding included: the file without its head. Needs no files, so that a model
 * that does not fit in memory is refused before anything is loaded.
 */
export function ggufWeightBytes(shape: ModelShape): number {
  return ggufTensors(shape).reduce((total, { byteLength }) => total + paddedBytes(byteLength), 0);
}

function dataOf({ kind, columns }: OutputSpec, rows: number): Pick<GgufTensor, "shape" | "type" | "byteLength"> {
  return kind === "float32"
    ? { shape: [columns], type: GgmlType.F32, byteLength: dtypeBytes("F32", columns) }
    : { shape: [rows, columns], type: GgmlType.Q4_0, byteLength: dtypeBytes("Q4_0", rows * columns) };
}
