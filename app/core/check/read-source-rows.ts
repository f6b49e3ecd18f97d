import { readBytes } from "../checkpoint/read-bytes";
import { dtypeBytes } from "../checkpoint/source-dtype";
import type { SourceTensor } from "../checkpoint/types";

/** Rows of a tensor as they are stored in the checkpoint. Throws CheckpointError "truncated". */
export function readSourceRows(
  { dtype, bytes, byteOffset, file, name }: SourceTensor,
  columns: number,
  startRow: number,
  endRow: number,
): Promise<Uint8Array> {
  const rowBytes = dtypeBytes(dtype, columns);
  return readBytes(bytes, byteOffset + startRow * rowBytes, byteOffset + endRow * rowBytes, { file, place: name });
}
