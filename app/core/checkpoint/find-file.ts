import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";

/** The file of a name, if it was chosen. Throws CheckpointError "not-a-checkpoint" where two were. */
export function findFile(files: readonly NamedFile[], name: string): NamedFile | undefined {
  const [file, second] = files.filter((candidate) => candidate.name === name);
  if (second === undefined) return file;
  const problem = "there are two files of this name";
  throw new CheckpointError("not-a-checkpoint", { file: name, problem, advice: "Choose one model's folder only." });
}

/** The same for a file that there must be. Throws "missing-file" as well. */
export function requireFile(files: readonly NamedFile[], name: string, advice: string): NamedFile {
  const file = findFile(files, name);
  if (file !== undefined) return file;
  throw new CheckpointError("missing-file", { file: name, problem: "the file is missing", advice });
}
