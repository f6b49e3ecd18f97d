import { decodeRows } from "../checkpoint/decode-rows";
import { readBytes } from "../checkpoint/read-bytes";
import { dtypeBytes } from "../checkpoint/source-dtype";
import type { Checkpoint, SourceTensor } from "../checkpoint/types";
import { CheckpointError } from "../errors";
import type { ConversionPlan, PlannedTensor, SourceRows } from "../plan/conversion-plan";
import { type Q4Matrix, quantizeRow, type RowProblem } from "../quantize/quantize-q4g32";
import { repackQ40Row } from "../quantize/repack-q4-0";
import { storedRowTarget } from "./rotary-rows";

/** Bytes of the checkpoint read at once; at least one row. Large enough for a disk, small against a shard. */
const BLOCK_BYTES = 4 * 1024 * 1024;

export interface FillProgress {
  /** Bytes of the checkpoint read for this shard so far. */
  sourceBytesRead: number;
  /** Source tensor just read, by its Hugging Face name. */
  tensor: string;
}

interface FillOptions {
  onProgress?: (progress: FillProgress) => void;
  signal?: AbortSignal;
}

/**
 * Reads, orders, quantizes and packs everything that goes into one shard, and returns its bytes (little-endian words, as the
 * host must be). Holds the shard and one block of rows in memory, never a whole tensor of the checkpoint.
 * Throws CheckpointError "bad-value" (naming file, tensor and row) or "truncated", or the signal's reason when it aborts.
 */
export async function fillShard(
  plan: ConversionPlan,
  shardIndex: number,
  checkpoint: Checkpoint,
  { onProgress, signal }: FillOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const shard = plan.shards[shardIndex];
  if (shard === undefined) throw new RangeError(`the plan has no shard ${shardIndex}`);
  const bytes = new Uint8Array(shard.byteLength);
  const buffer = bytes.buffer;
  let sourceBytesRead = 0;
  const fill = async (output: PlannedTensor, columns: number, write: (rows: RowBlock) => void): Promise<void> => {
    for (const source of output.sources) {
      const tensor = sourceTensor(checkpoint, source);
      for await (const block of readRows(tensor, source, columns, signal)) {
        write(block);
        sourceBytesRead += block.bytes.byteLength;
        onProgress?.({ sourceBytesRead, tensor: tensor.name });
      }
    }
  };

  for (const output of shard.outputs) {
    if (output.kind === "float32") {
      const { byteOffset, shape } = output.tensor;
      const columns = shape[0] ?? 0;
      const values = new Float32Array(buffer, byteOffset, columns);
      await fill(output.tensor, columns, (block) => writeVector(block, values));
    } else {
      const { columns, weight, scale } = output;
      const matrix: Q4Matrix = { columns, weight: wordsOf(buffer, weight), scale: wordsOf(buffer, scale) };
      await fill(weight, columns, rowWriter(matrix));
    }
  }
  return bytes;
}

/** Some whole rows of a source tensor, as they are stored. */
interface RowBlock {
  tensor: SourceTensor;
  bytes: Uint8Array;
  /** Row of the tensor that comes first. */
  firstRow: number;
  rowCount: number;
  /** Row of the output that row 0 of the tensor becomes. */
  outputStart: number;
}

async function* readRows(
  tensor: SourceTensor,
  { startRow, endRow, outputRow }: SourceRows,
  columns: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<RowBlock> {
  const rowBytes = dtypeBytes(tensor.dtype, columns);
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / rowBytes));
  for (let firstRow = startRow; firstRow < endRow; firstRow += blockRows) {
    signal?.throwIfAborted();
    const rowCount = Math.min(blockRows, endRow - firstRow);
    const start = tensor.byteOffset + firstRow * rowBytes;
    const at = { file: tensor.file, place: tensor.name };
    const bytes = await readBytes(tensor.bytes, start, start + rowCount * rowBytes, at);
    yield { tensor, bytes, firstRow, rowCount, outputStart: outputRow - startRow };
  }
  signal?.throwIfAborted();
}

/** Quantizes blocks into a matrix, each row where Hugging Face's order wants it. */
function rowWriter(matrix: Q4Matrix): (block: RowBlock) => void {
  let values = new Float32Array(0);
  return (block) => {
    const { tensor, bytes, rowCount } = block;
    const count = rowCount * matrix.columns;
    const rowBytes = bytes.byteLength / rowCount;
    const packed = tensor.dtype === "Q4_0";
    if (!packed) {
      if (values.length < count) values = new Float32Array(count);
      decodeRows(tensor.dtype, bytes, count, values);
    }
    for (let i = 0; i < rowCount; i++) {
      const row = block.firstRow + i;
      const target = block.outputStart + storedRowTarget(row, tensor.interleavedHeadDim);
      const problem = packed
        ? repackQ40Row(bytes, i * rowBytes, matrix, target)
        : quantizeRow(values, i * matrix.columns, matrix, target);
      if (problem !== undefined) throw badRow(tensor, row, problem);
    }
  };
}

function writeVector({ tensor, bytes }: RowBlock, values: Float32Array): void {
  decodeRows(tensor.dtype, bytes, values.length, values);
  if (!values.every(Number.isFinite)) throw badRow(tensor, 0, "not-finite");
}

function wordsOf(buffer: ArrayBuffer, { byteOffset, byteLength }: PlannedTensor): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

function sourceTensor(checkpoint: Checkpoint, { tensor: name }: SourceRows): SourceTensor {
  const tensor = checkpoint.tensors.get(name);
  if (tensor !== undefined) return tensor;
  throw new CheckpointError("missing-tensor", {
    file: checkpoint.label,
    place: name,
    problem: "the tensor is missing",
    advice: "Choose the checkpoint that the conversion was started with.",
  });
}

function badRow({ file, name }: SourceTensor, row: number, problem: RowProblem): CheckpointError {
  return new CheckpointError("bad-value", {
    file,
    place: `${name}, row ${row}`,
    problem: problem === "not-finite" ? "a weight is not a finite number" : "a weight is too large for a 16-bit scale",
    advice: "The file is damaged: download it again.",
  });
}
