import type { NamedFile } from "../byte-source";
import { readArchive } from "../checkpoint/archive/expand-archives";
import { manifestFile } from "./manifest";

/**
 * The files of a converted model, if that is what was chosen: its folder's files, or an archive of them, which is read in place.
 * Undefined for anything else. Throws what {@link readArchive} throws.
 */
export async function findBundle(
  files: readonly NamedFile[],
  signal?: AbortSignal,
): Promise<readonly NamedFile[] | undefined> {
  if (isBundle(files)) return files;
  const entries = await readArchive(files, signal);
  const inside = entries?.map(({ path, bytes }) => ({ name: path.replace(/^.*[\\/]/s, ""), bytes })) ?? [];
  return isBundle(inside) ? inside : undefined;
}

function isBundle(files: readonly NamedFile[]): boolean {
  return files.some(({ name }) => name === manifestFile);
}
