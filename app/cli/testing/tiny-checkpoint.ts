import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tinyFolder } from "../../core/checkpoint/testing/tiny-model";
import { findVariant } from "../../core/models/variants";

/** A folder of the system's for temporary files; the test deletes it. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "convert-"));
}

/** Writes a checkpoint of the test model, as Hugging Face's folders are, into a new folder. */
export async function writeTinyCheckpoint(folder: string): Promise<void> {
  const card = findVariant("tiny");
  if (card === undefined) throw new Error("There is no test model.");
  await mkdir(folder);
  for (const { name, bytes } of tinyFolder(card.shape)) {
    await writeFile(join(folder, name), await bytes.slice(0, bytes.byteLength));
  }
}
