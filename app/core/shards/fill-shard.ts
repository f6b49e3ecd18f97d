import { decodeRows } from "../checkpoint/decode-rows";
import { readBytes } from "../checkpoint/read-bytes";
import { dtypeBytes } from "../checkpoint/source-dtype";
import type { Checkpoint, SourceTensor } from "../checkpoint/types";
import { CheckpointError } from "../errors";
import type { MatrixFidelity } from "../models/model-record";
import type { ConversionPlan, PlannedOutput, PlannedTensor } from "../plan/conversion-plan";
import type { QuantizationMode } from "../quantize/quantization-mode";
import type { AsyncRowPacker, PackedRows, RowProblem } from "../quantize/row-packer";
import { inTurns } from "./in-turns";
import { storedRowTarget } from "./rotary-rows";
import { runInOrder } from "./run-in-order";
import { sourceBlockRows } from "./source-block";

/** Blocks that are read while the packer works on others. */
const blocksReadAhead = 2;

export interface FillProgress {
  /** Bytes of the checkpoint read for this shard so far. */
  sourceBytesRead: number;
  /** Source tensor just read, by its Hugging Face name. */
  tensor: string;
}

export interface FillOptions {
  packer: AsyncRowPacker;
  mode: QuantizationMode;
  /** How much an error in each column matters, by the source tensor's Hugging Face name; see read-importance.ts. */
  importance?: ReadonlyMap<string, Float32Array>;
  /** Memory for the shard's bytes, in place of new; begins at a multiple of 4. */
  bytes?: Uint8Array<ArrayBuffer> | undefined;
  /** Called before anything is read for the shard, with the bytes of the checkpoint that will have been read for it then; is awaited. */
  beforeReading?: (sourceBytes: number) => Promise<void>;
  onProgress?: (progress: FillProgress) => void;
  signal?: AbortSignal;
}

export interface FilledShard {
  /** Little-endian words, as the host must be. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The matrices in it, in order. */
  matrices: MatrixFidelity[];
}

/**
 * Reads, orders, quantizes and packs everything that goes into one shard. Holds the shard and as many blocks of rows as the
 * packer works on, and two more, never a whole tensor of the checkpoint.
 * Throws CheckpointError "bad-value" (naming file, tensor and row) or "truncated", or the signal's reason when it aborts.
 */
export async function fillShard(
  plan: ConversionPlan,
  shardIndex: number,
  checkpoint: Checkpoint,
  { packer, mode, importance, bytes: given, beforeReading, onProgress, signal }: FillOptions,
): Promise<FilledShard> {
  const shard = plan.shards[shardIndex];
  if (shard === undefined) throw new RangeError(`the plan has no shard ${shardIndex}`);
  const bytes = given ?? new Uint8Array(shard.byteLength);
  const targets = shard.outputs.map((output) => targetIn(bytes, output));
  let sourceBytesBegun = 0;
  let sourceBytesRead = 0;
  await runInOrder(blocksOf(targets, checkpoint), packer.concurrency + blocksReadAhead, async (block) => {
    signal?.throwIfAborted();
    const { tensor, start, end, rowCount: rows, target } = block;
    sourceBytesBegun += end - start;
    await beforeReading?.(sourceBytesBegun);
    const source = await readBytes(tensor.bytes, start, end, { file: tensor.file, place: tensor.name });
    signal?.throwIfAborted();
    if (target.kind === "float32") {
      writeVector(block, source, target.values);
    } else {
      const columns = target.columns;
      const weights = importance?.get(tensor.name);
      const job = { dtype: tensor.dtype, bytes: source, rows, columns, mode };
      const packed = await packer.pack(weights === undefined ? job : { ...job, importance: weights });
      placeRows(block, target, packed);
      packer.release?.(packed);
    }
    signal?.throwIfAborted();
    sourceBytesRead += end - start;
    onProgress?.({ sourceBytesRead, tensor: tensor.name });
  });
  return { bytes, matrices: targets.flatMap((target) => (target.kind === "q4g32" ? [rounded(target.error)] : [])) };
}

/** Sums are rounded, as blocks are added up in the order in which they happen to be done. */
function rounded({ name, squaredError, squaredSum }: MatrixFidelity): MatrixFidelity {
  return { name, squaredError: Number(squaredError.toPrecision(6)), squaredSum: Number(squaredSum.toPrecision(6)) };
}

/** Where an output lies in its shard. */
type Target =
  | { kind: "float32"; planned: PlannedTensor; columns: number; values: Float32Array }
  | {
      kind: "q4g32";
      planned: PlannedTensor;
      columns: number;
      weight: Uint32Array;
      scale: Uint32Array;
      error: MatrixFidelity;
    };

function targetIn(shard: Uint8Array<ArrayBuffer>, output: PlannedOutput): Target {
  if (output.kind === "float32") {
    const { tensor: planned } = output;
    const columns = planned.shape[0] ?? 0;
    const values = new Float32Array(shard.buffer, shard.byteOffset + planned.byteOffset, columns);
    return { kind: "float32", planned, columns, values };
  }
  const { columns, weight: planned, scale } = output;
  const name = planned.name.replace(/\.q_weight$/, "");
  return {
    kind: "q4g32",
    planned,
    columns,
    weight: wordsOf(shard, planned),
    scale: wordsOf(shard, scale),
    error: { name, squaredError: 0, squaredSum: 0 },
  };
}

function wordsOf(shard: Uint8Array<ArrayBuffer>, { byteOffset, byteLength }: PlannedTensor): Uint32Array {
  return new Uint32Array(shard.buffer, shard.byteOffset + byteOffset, byteLength / 4);
}

/** Some whole rows of a source tensor: where they are, and where they go. */
interface RowBlock {
  tensor: SourceTensor;
  /** First byte within the tensor's file. */
  start: number;
  end: number;
  /** Row of the tensor that comes first. */
  firstRow: number;
  rowCount: number;
  /** Row of the output that row 0 of the tensor becomes. */
  outputStart: number;
  target: Target;
}

/** The blocks of one target after the other; a target's in as many runs side by side as its first source serves. */
function* blocksOf(targets: readonly Target[], checkpoint: Checkpoint): Generator<RowBlock> {
  for (const target of targets) {
    const blocks = [...blocksInOrder(target, checkpoint)];
    yield* inTurns(blocks, blocks[0]?.tensor.bytes.streams ?? 1);
  }
}

function* blocksInOrder(target: Target, checkpoint: Checkpoint): Generator<RowBlock> {
  for (const { tensor: name, startRow, endRow, outputRow } of target.planned.sources) {
    const tensor = sourceTensor(checkpoint, name);
    const rowBytes = dtypeBytes(tensor.dtype, target.columns);
    const blockRows = sourceBlockRows(tensor.dtype, target.columns);
    for (let firstRow = startRow; firstRow < endRow; firstRow += blockRows) {
      const rowCount = Math.min(blockRows, endRow - firstRow);
      const start = tensor.byteOffset + firstRow * rowBytes;
      const end = start + rowCount * rowBytes;
      yield { tensor, start, end, firstRow, rowCount, outputStart: outputRow - startRow, target };
    }
  }
}

/** Copies packed rows into their matrix, each where Hugging Face's order wants it. */
function placeRows(block: RowBlock, target: Target & { kind: "q4g32" }, packed: PackedRows): void {
  const { tensor, firstRow, rowCount, outputStart } = block;
  if (packed.problem !== undefined) throw badRow(tensor, firstRow + packed.problem.row, packed.problem.kind);
  const { columns, weight, scale, error } = target;
  const headDim = tensor.interleavedHeadDim;
  const runs: [number, number][] =
    headDim === undefined
      ? [[0, rowCount]]
      : Array.from({ length: rowCount }, (_, row): [number, number] => [row, row + 1]);
  for (const [from, to] of runs) {
    const row = outputStart + storedRowTarget(firstRow + from, headDim);
    weight.set(packed.weight.subarray((from * columns) / 8, (to * columns) / 8), (row * columns) / 8);
    scale.set(packed.scale.subarray((from * columns) / 64, (to * columns) / 64), (row * columns) / 64);
  }
  error.squaredError += packed.squaredError;
  error.squaredSum += packed.squaredSum;
}

function writeVector({ tensor }: RowBlock, bytes: Uint8Array, values: Float32Array): void {
  decodeRows(tensor.dtype, bytes, values.length, values);
  if (!values.every(Number.isFinite)) throw badRow(tensor, 0, "not-finite");
}

function sourceTensor(checkpoint: Checkpoint, name: string): SourceTensor {
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
