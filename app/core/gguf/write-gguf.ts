import { StorageError } from "../errors";
import type { Q4Matrix } from "../quantize/quantize-q4g32";
import { packQ40Row, q40RowWords } from "../quantize/repack-q4-0";
import { storedRowTarget } from "../shards/rotary-rows";
import type { GgufPart, GgufShard } from "./plan-gguf";

/**
 * Writes one shard's weights to their places in `file`, a view of the whole file, which may lie in shared memory. Both start
 * at an address that is a multiple of 4. The head, and the padding between tensors, are left alone.
 * Throws StorageError "lost" when the shard does not have the bytes that were planned.
 */
export function writeGgufShard(shard: GgufShard, bytes: Uint8Array, file: Uint8Array): void {
  if (bytes.byteLength !== shard.byteLength) {
    throw new StorageError(
      "lost",
      `${shard.file}: ${bytes.byteLength} bytes are stored where ${shard.byteLength} were written. ` +
        "Delete the model and convert it again.",
    );
  }
  for (const part of shard.parts) {
    if (part.kind === "q4g32") writeMatrix(part, bytes, file);
    else file.set(bytes.subarray(part.byteOffset, part.byteOffset + part.byteLength), part.fileOffset);
  }
}

function writeMatrix(part: GgufPart & { kind: "q4g32" }, bytes: Uint8Array, file: Uint8Array): void {
  const { columns, startRow, endRow, interleavedHeadDim } = part;
  const matrix: Q4Matrix = {
    columns,
    weight: wordsOf(bytes, part.weightOffset, (endRow * columns) / 8),
    scale: wordsOf(bytes, part.scaleOffset, (endRow * columns) / 64),
  };
  const rowWords = q40RowWords(columns);
  const rows = endRow - startRow;
  const blocks = wordsOf(file, part.fileOffset, rows * rowWords);
  for (let row = 0; row < rows; row++) {
    packQ40Row(matrix, startRow + storedRowTarget(row, interleavedHeadDim), blocks, row * rowWords);
  }
}

function wordsOf(bytes: Uint8Array, byteOffset: number, count: number): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset + byteOffset, count);
}
