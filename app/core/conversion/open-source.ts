import type { NamedFile } from "../byte-source";
import { expandArchives } from "../checkpoint/archive/expand-archives";
import { fingerprint } from "../checkpoint/fingerprint";
import { isMacExtra } from "../checkpoint/mac-extras";
import { openCheckpoint } from "../checkpoint/open-checkpoint";
import type { Checkpoint } from "../checkpoint/types";
import { CheckpointError } from "../errors";
import { checkImportance, isImportanceFile, readImportance } from "../importance/read-importance";
import type { VariantCard } from "../models/variant-card";
import { matchVariant, type VariantMatch } from "../plan/match-variant";
import { createTokenizer } from "../tokenizer/literal-tokenizer";

/** A checkpoint whose headers and tokenizer are read and checked, with what was chosen along with it. */
export interface OpenedSource {
  checkpoint: Checkpoint;
  match: VariantMatch;
  /** How much an error in each column matters, where a file that says so was chosen. */
  importance?: { file: string; values: ReadonlyMap<string, Float32Array> };
  /** sha-256 that tells whether the same files were chosen again. */
  fingerprint: string;
}

interface OpenOptions {
  /** Models that can be converted for. */
  cards: readonly VariantCard[];
  /** What to call a checkpoint that is a folder. */
  label?: string | undefined;
  /** The importance file, where it is known which one it is; else one that was chosen along with the checkpoint is taken. */
  importance?: NamedFile | undefined;
  signal?: AbortSignal;
}

/**
 * Opens what the user chose: a checkpoint, or an archive with one, and perhaps an importance file. Reads and checks everything
 * but the weights, so that what cannot work is refused before anything is converted. Throws CheckpointError.
 */
export async function openSource(
  chosen: readonly NamedFile[],
  { cards, label, importance, signal }: OpenOptions,
): Promise<OpenedSource> {
  const { files, importanceFiles, archiveLabel } = await tellApart(chosen, signal);
  const [alone] = files.length === 0 ? importanceFiles : [];
  if (alone !== undefined) throw await noModel(alone, signal);
  const importanceFile = importance ?? onlyOf(importanceFiles);
  const name = archiveLabel ?? label;
  const checkpoint = await openCheckpoint(files, {
    ...(name === undefined || name === "" ? {} : { label: name }),
    ...(signal === undefined ? {} : { signal }),
  });
  const match = matchVariant(checkpoint.shape, cards, checkpoint.label);
  createTokenizer(checkpoint.tokenizer.json, checkpoint.tokenizer.file);
  const used = new Set(checkpoint.files.map((file) => file.name));
  const sources = files.filter((file) => used.has(file.name));
  const opened = {
    checkpoint,
    match,
    fingerprint: await fingerprint([...sources, ...(importanceFile ? [importanceFile] : [])]),
  };
  if (importanceFile === undefined) return opened;
  const values = await readImportance(importanceFile, signal);
  checkImportance(values, checkpoint, importanceFile.name);
  return { ...opened, importance: { file: importanceFile.name, values } };
}

interface ChosenFiles {
  files: NamedFile[];
  importanceFiles: NamedFile[];
  archiveLabel?: string | undefined;
}

/** The checkpoint's files, out of their archive, and importance files: those beside the archive, or else those within. */
async function tellApart(chosen: readonly NamedFile[], signal: AbortSignal | undefined): Promise<ChosenFiles> {
  const outside = splitOff(chosen.filter(({ name }) => !isMacExtra(name)));
  const { files, label } = await expandArchives(outside.files, signal);
  const within = splitOff(files);
  return {
    files: within.files,
    importanceFiles: outside.importanceFiles.length > 0 ? outside.importanceFiles : within.importanceFiles,
    archiveLabel: label,
  };
}

function splitOff(files: readonly NamedFile[]): ChosenFiles {
  return {
    files: files.filter(({ name }) => !isImportanceFile(name)),
    importanceFiles: files.filter(({ name }) => isImportanceFile(name)),
  };
}

function onlyOf([file, second]: readonly NamedFile[]): NamedFile | undefined {
  if (file === undefined || second === undefined) return file;
  throw new CheckpointError("not-a-checkpoint", {
    file: file.name,
    problem: `this and ${second.name} are both importance files`,
    advice: "Choose one of them along with the model.",
  });
}

/** Why a file that is called like an importance file is not enough. Throws what {@link readImportance} throws where it is none. */
async function noModel(file: NamedFile, signal: AbortSignal | undefined): Promise<CheckpointError> {
  await readImportance(file, signal);
  return new CheckpointError("not-a-checkpoint", {
    file: file.name,
    problem: "only an importance file was chosen",
    advice: "Choose the model along with it.",
  });
}
