import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { isImportanceFile } from "../../importance/read-importance";
import { isMacExtra } from "../mac-extras";
import { printable } from "../printable";
import type { ArchiveEntry } from "./archive-entry";

/** What may belong to a model; README, LICENSE and checksums do not, and need not be readable. */
const MODEL_FILE = /\.(gguf|safetensors|bin|pth|pt|json|model)$/;
const WEIGHTS = /\.(gguf|safetensors)$|^pytorch_model.*\.bin$/;

export interface ModelFolder {
  files: NamedFile[];
  /** The folder's name; undefined where the files lie in no folder. */
  name: string | undefined;
}

/**
 * The files of the one folder of an archive that holds a model: a GGUF file, or config.json and weights. Files in the folders
 * within it are not among them. Where there is none, a folder with weights alone is taken, or else one with an importance file, so
 * that what it lacks can be named.
 * Throws CheckpointError "not-a-checkpoint" where there is no such folder, or several.
 */
export function chooseModelFolder(archive: string, entries: readonly ArchiveEntry[]): ModelFolder {
  const folders = new Map<string, NamedFile[]>();
  for (const { path, bytes } of entries) {
    const plain = path.replaceAll("\\", "/");
    const slash = plain.lastIndexOf("/");
    const name = plain.slice(slash + 1);
    if (isMacExtra(plain) || !(MODEL_FILE.test(name) || isImportanceFile(name))) continue;
    const folder = plain.slice(0, Math.max(0, slash));
    const files = folders.get(folder) ?? [];
    files.push({ name, bytes });
    folders.set(folder, files);
  }
  const withWeights = [...folders].filter(hasModelFile(WEIGHTS));
  const whole = withWeights.filter(hasModelFile(/^config\.json$|\.gguf$/));
  const withImportance = [...folders].filter(([, files]) => files.some(({ name }) => isImportanceFile(name)));
  const [chosen, ...others] = [whole, withWeights, withImportance].find(({ length }) => length > 0) ?? [];
  if (chosen === undefined) {
    throw new CheckpointError("not-a-checkpoint", {
      file: archive,
      problem: "no folder in this archive holds a model",
      advice: "Choose an archive with a .gguf file, or with a folder of config.json, a tokenizer and weights.",
    });
  }
  const [path, files] = chosen;
  if (others.length > 0) throw severalModels(archive, [path, ...others.map(([folder]) => folder)]);
  return { files, name: folderName(path) };
}

/** Whether a folder has a file with such a name that is no importance file. */
function hasModelFile(form: RegExp): (folder: [string, NamedFile[]]) => boolean {
  return ([, files]) => files.some(({ name }) => form.test(name) && !isImportanceFile(name));
}

/** The last part of a path that names something. */
function folderName(path: string): string | undefined {
  return path.split("/").findLast((part) => !/^\.*$/.test(part));
}

function severalModels(archive: string, folders: readonly string[]): CheckpointError {
  const shown = folders.slice(0, 5).map((folder) => (folder === "" ? "the top folder" : printable(folder)));
  const names = folders.length > shown.length ? `${shown.join(", ")}, …` : shown.join(", ");
  return new CheckpointError("not-a-checkpoint", {
    file: archive,
    problem: `${folders.length} folders in this archive hold a model: ${names}`,
    advice: "Unpack it and choose one of them.",
  });
}
