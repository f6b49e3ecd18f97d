import { StorageError } from "../errors";
import type { StoredRange } from "./stored-layout";

/** Reads bytes of a stored shard. */
export type ReadStored = (file: string, byteOffset: number, byteLength: number) => Promise<Uint8Array<ArrayBuffer>>;

/** A range as little-endian words, as the host must be. Throws StorageError "lost" where the file ends before it does. */
export async function readWords(read: ReadStored, { file, byteOffset, byteLength }: StoredRange): Promise<Uint32Array> {
  const bytes = await read(file, byteOffset, byteLength);
  if (bytes.byteLength !== byteLength) {
    throw new StorageError("lost", `${file}: the stored file is incomplete. Delete the model and convert it again.`);
  }
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, byteLength / 4);
}
