import type { NamedFile } from "../byte-source";
import { expandArchives } from "../checkpoint/archive/expand-archives";
import { fingerprint } from "../checkpoint/fingerprint";
import { openCheckpoint } from "../checkpoint/open-checkpoint";
import type { Checkpoint } from "../checkpoint/types";
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
  signal?: AbortSignal;
}

/**
 * Opens what the user chose: a checkpoint, or an archive with one, and perhaps an importance file. Reads and checks everything
 * but the weights, so that what cannot work is refused before anything is converted. Throws CheckpointError.
 */
export async function openSource(
  chosen: readonly NamedFile[],
  { cards, label, signal }: OpenOptions,
): Promise<OpenedSource> {
  const importanceFile = chosen.find(({ name }) => isImportanceFile(name));
  const rest = chosen.filter((file) => file !== importanceFile);
  const { files, label: archiveLabel } = await expandArchives(rest, signal);
  const name = archiveLabel ?? label;
  const checkpoint = await openCheckpoint(files, {
    ...(name === undefined ? {} : { label: name }),
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
