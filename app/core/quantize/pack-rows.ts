import { dtypeBytes } from "../checkpoint/source-dtype";
import { putSource } from "./put-source";
import type { Quantizer, QuantizerMemory } from "./quantizer-memory";
import { requireLength, requireMultiple } from "./require-length";
import type { PackedRows, PackJob, RowProblem } from "./row-packer";

/** Values that share one scale. */
const GROUP_VALUES = 32;
/** The quantizer takes this many groups at a time. */
const GROUPS_AT_ONCE = 4;
/** Values packed at once: 1 MiB as float32, which stays in a core's cache. A whole number of blocks of every dtype. */
const CHUNK_VALUES = 2 ** 18;

/** Offsets of a report's fields; see model-config/quantizer/report.h. */
const REPORT = { squaredError: 0, squaredSum: 8, problem: 16, group: 20, bytes: 24 };
/** Their numbers there. */
const PROBLEMS: readonly (RowProblem | undefined)[] = [undefined, "not-finite", "scale-too-large"];

/** See RowPacker. Groups are packed a chunk at a time, wherever rows end, so that little memory is needed but for the scales. */
export function packRows(quantizer: Quantizer, memory: QuantizerMemory, job: PackJob): PackedRows {
  const { dtype, bytes, rows, columns, mode, importance } = job;
  const total = rows * columns;
  requireMultiple("columns", columns, 2 * GROUP_VALUES);
  requireLength("bytes", bytes.byteLength, dtypeBytes(dtype, total));
  if (importance !== undefined) requireLength("importance", importance.length, columns);

  const importanceBytes = 4 * (importance?.length ?? 0);
  const [sourceAt, weightAt, scaleAt, reportAt, importanceAt] = memory.reserve([
    4 * CHUNK_VALUES,
    CHUNK_VALUES / 2,
    (Math.ceil(total / CHUNK_VALUES) * CHUNK_VALUES) / 16,
    REPORT.bytes,
    importanceBytes,
  ]);
  if (importance !== undefined) memory.floats(importanceAt, columns).set(importance);
  const importanceOrNull = importance === undefined ? 0 : importanceAt;
  memory.bytes(reportAt, REPORT.bytes).fill(0);
  const report = memory.view(reportAt, REPORT.bytes);
  const rowGroups = columns / GROUP_VALUES;
  const best = mode === "best" ? 1 : 0;

  const words = job.mayOverwrite === true ? inPlace(bytes, total / 8 + total / 64) : undefined;
  const weight = words?.subarray(0, total / 8) ?? new Uint32Array(total / 8);
  const scale = words?.subarray(total / 8) ?? new Uint32Array(total / 64);
  for (let start = 0; start < total; start += CHUNK_VALUES) {
    const values = Math.min(CHUNK_VALUES, total - start);
    const groups = values / GROUP_VALUES;
    const firstGroup = start / GROUP_VALUES;
    const chunk = bytes.subarray(dtypeBytes(dtype, start), dtypeBytes(dtype, start + values));
    if (dtype === "Q4_0") {
      memory.bytes(sourceAt, chunk.length).set(chunk);
      quantizer.repack(sourceAt, groups, firstGroup, weightAt, scaleAt + start / 16, reportAt);
    } else {
      const padded = Math.ceil(groups / GROUPS_AT_ONCE) * GROUPS_AT_ONCE;
      const native = putSource(memory, sourceAt, dtype, chunk, values, padded * GROUP_VALUES);
      const targets = [importanceOrNull, weightAt, scaleAt + start / 16, reportAt] as const;
      quantizer.pack(native, sourceAt, padded, firstGroup, rowGroups, best, ...targets);
    }
    const kind = PROBLEMS[report.getInt32(REPORT.problem, true)];
    if (kind !== undefined) {
      const row = Math.floor(report.getInt32(REPORT.group, true) / rowGroups);
      return { weight, scale, squaredError: 0, squaredSum: 0, problem: { row, kind } };
    }
    weight.set(memory.words(weightAt, values / 8), start / 8);
  }
  // Not before: in place, they would take the place of weights still to be read.
  scale.set(memory.words(scaleAt, total / 64));
  return {
    weight,
    scale,
    squaredError: report.getFloat64(REPORT.squaredError, true),
    squaredSum: report.getFloat64(REPORT.squaredSum, true),
  };
}

/** Words in the place of bytes, if these are no fewer: each chunk is read before the words that take its place are written. */
function inPlace({ buffer, byteOffset, byteLength }: Uint8Array, words: number): Uint32Array<ArrayBuffer> | undefined {
  const fits = byteLength >= 4 * words && byteOffset % 4 === 0 && buffer instanceof ArrayBuffer;
  return fits ? new Uint32Array(buffer, byteOffset, words) : undefined;
}
