import { StorageError } from "../errors";
import { createPieceReader } from "../piece-reader";
import { packQ40Nibbles, packQ40Scales, q40RowWords } from "../quantize/repack-q4-0";
import { storedRowTarget } from "../shards/rotary-rows";
import type { GgufPart, GgufShard } from "./plan-gguf";

/** Bytes of rows that are put in their places at once. */
const BATCH_BYTES = 64 * 1024;

/** Rows of one length, one after another in a shard. */
interface Run {
  /** From the start of the shard. */
  byteOffset: number;
  rowBytes: number;
  rows: number;
  /** Puts the rows that are in `bytes`, row `firstRow` of the run first, in their places. */
  put: (bytes: Uint8Array<ArrayBuffer>, firstRow: number) => void;
}

/**
 * Writes one shard's weights to their places in `file`, a view of the whole file, which may lie in shared memory and starts at
 * an address that is a multiple of 4. `pieces` are the shard's bytes in order, cut anywhere; only some rows are held. The head, and the padding
 * between tensors, are left alone. Throws StorageError "lost" when the shard does not have the bytes that were planned, and
 * what `pieces` throws.
 */
export async function writeGgufShard(
  shard: GgufShard,
  pieces: AsyncIterator<Uint8Array<ArrayBuffer>>,
  file: Uint8Array,
): Promise<void> {
  const reader = createPieceReader(pieces);
  let position = 0;
  const skipTo = async (byteOffset: number): Promise<void> => {
    await reader.skip(byteOffset - position);
    position = byteOffset;
  };
  const read = async (byteLength: number): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await reader.read(byteLength);
    if (bytes.byteLength < byteLength) throw wrongLength(shard, "fewer");
    position += byteLength;
    return bytes;
  };
  for (const { byteOffset, rowBytes, rows, put } of runsOf(shard, file)) {
    await skipTo(byteOffset);
    const batchRows = Math.max(1, Math.floor(BATCH_BYTES / rowBytes));
    for (let row = 0; row < rows; row += batchRows) put(await read(Math.min(batchRows, rows - row) * rowBytes), row);
  }
  await skipTo(shard.byteLength);
  if ((await reader.read(1)).byteLength > 0) throw wrongLength(shard, "more");
}

/** The runs of a shard, in order of their bytes. */
function runsOf({ parts }: GgufShard, file: Uint8Array): Run[] {
  return parts
    .flatMap((part) => (part.kind === "q4g32" ? matrixRuns(part, file) : [vectorRun(part, file)]))
    .sort((a, b) => a.byteOffset - b.byteOffset);
}

function vectorRun({ byteOffset, byteLength, fileOffset }: GgufPart & { kind: "float32" }, file: Uint8Array): Run {
  return { byteOffset, rowBytes: byteLength, rows: 1, put: (bytes) => file.set(bytes, fileOffset) };
}

function matrixRuns(part: GgufPart & { kind: "q4g32" }, file: Uint8Array): Run[] {
  const { columns, startRow, endRow, weightOffset, scaleOffset, fileOffset, interleavedHeadDim } = part;
  const rows = endRow - startRow;
  const words = new Uint32Array(file.buffer, file.byteOffset, file.byteLength >> 2);
  const halves = new Uint16Array(file.buffer, file.byteOffset, file.byteLength >> 1);
  // The word of the file at which the blocks of each of the shard's rows start.
  const starts = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    starts[storedRowTarget(row, interleavedHeadDim)] = fileOffset / 4 + row * q40RowWords(columns);
  }
  const runOf = (
    byteOffset: number,
    rowBytes: number,
    putRow: (buffer: ArrayBuffer, at: number, start: number) => void,
  ) => ({
    byteOffset: byteOffset + startRow * rowBytes,
    rowBytes,
    rows,
    put: ({ buffer, byteOffset: first, byteLength }: Uint8Array<ArrayBuffer>, firstRow: number) => {
      for (let at = 0, row = firstRow; at < byteLength; at += rowBytes, row++) {
        putRow(buffer, first + at, starts[row] ?? 0);
      }
    },
  });
  return [
    runOf(weightOffset, columns / 2, (buffer, at, start) => {
      packQ40Nibbles(new Uint32Array(buffer, at, columns / 8), words, start);
    }),
    runOf(scaleOffset, columns / 16, (buffer, at, start) => {
      packQ40Scales(new Uint16Array(buffer, at, columns / 32), halves, 2 * start);
    }),
  ];
}

function wrongLength({ file, byteLength }: GgufShard, problem: "fewer" | "more"): StorageError {
  return new StorageError(
    "lost",
    `${file}: ${problem} bytes are stored than the ${byteLength} that were written. Delete the model and convert it again.`,
  );
}
