import { dtypeBytes } from "../checkpoint/source-dtype";
import type { SourceDtype } from "../checkpoint/types";

/** Bytes of the checkpoint read at once; at least one row. Large enough for a disk, small against a shard. */
const BLOCK_BYTES = 2 * 1024 * 1024;

/** Rows of a source tensor that are read at once. Whoever reads it takes as many, so that the same buffers serve. */
export function sourceBlockRows(dtype: SourceDtype, columns: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / dtypeBytes(dtype, columns)));
}
