import type { NamedFile } from "../byte-source";
import { readBytes, truncated } from "../checkpoint/read-bytes";
import { type ActivationSums, badImportance } from "./activation-sums";

/** Matrices: a 13B Llama has 281. */
const MAX_ENTRIES = 1 << 16;
/** ggml's limit on a tensor's name. */
const MAX_NAME_BYTES = 64;

/**
 * Reads an importance file as llama.cpp wrote them before GGUF. Little-endian: the number of matrices; for each the length of its
 * name, the name, the number of calls, the number of columns, and a float32 for each column, all numbers int32. What may follow,
 * the last chunk and the name of the data set, is not read. Throws CheckpointError.
 */
export async function readImatrixDat({ name: file, bytes }: NamedFile): Promise<ActivationSums[]> {
  const data = await readBytes(bytes, 0, bytes.byteLength, { file, place: "the file" });
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let position = 0;
  const take = (count: number, place: string): number => {
    const start = position;
    if (count > data.byteLength - start) throw truncated({ file, place }, `it ends at byte ${data.byteLength}`);
    position += count;
    return start;
  };
  const integer = (place: string): number => view.getInt32(take(4, place), true);

  const entryCount = integer("the number of matrices");
  if (entryCount < 1 || entryCount > MAX_ENTRIES) {
    throw badImportance(file, "the number of matrices", "this is not an importance file of llama.cpp");
  }
  const entries: ActivationSums[] = [];
  for (let i = 0; i < entryCount; i++) {
    const place = `matrix ${i}`;
    const nameBytes = integer(place);
    if (nameBytes < 1 || nameBytes > MAX_NAME_BYTES) throw badImportance(file, place, "its name is empty or too long");
    const nameAt = take(nameBytes, place);
    const tensor = String.fromCharCode(...data.subarray(nameAt, nameAt + nameBytes));
    const count = Math.max(0, integer(place));
    const columns = integer(place);
    if (columns < 1) throw badImportance(file, place, "it has no columns");
    const start = take(4 * columns, place);
    entries.push({ tensor, sums: new Float32Array(data.slice(start, start + 4 * columns).buffer), count });
  }
  return entries;
}
