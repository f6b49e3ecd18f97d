import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckpointForm } from "../../app/core/checkpoint/testing/round-trip-forms";
import { modelConfig, python } from "../paths";

/** Writes each form of a checkpoint into a new folder as a folder, and each folder as three archives. Returns the paths by name. */
export async function writeForms(forms: readonly CheckpointForm[], folder: string): Promise<Map<string, string[]>> {
  for (const { name, files } of forms) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const file of files) {
      writeFileSync(join(folder, name, file.name), await file.bytes.slice(0, file.bytes.byteLength));
    }
  }
  execFileSync(python, ["-m", "reference.make_archives", folder], { cwd: modelConfig });
  const written = readdirSync(folder, { withFileTypes: true }).map((entry): [string, string[]] => {
    const path = join(folder, entry.name);
    return [entry.name, entry.isDirectory() ? readdirSync(path).map((file) => join(path, file)) : [path]];
  });
  return new Map(written);
}
