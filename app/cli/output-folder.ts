import { mkdir, open, readdir, readFile, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { JsonFields } from "../core/bundle/json-fields";
import { type BundleFile, bundleManifest, encodeManifest, manifestFile } from "../core/bundle/manifest";
import { encodeModelFiles } from "../core/bundle/model-files";
import { openBundle, readVerified } from "../core/bundle/open-bundle";
import { readShard } from "../core/bundle/parse-manifest";
import { parseStrictJson } from "../core/checkpoint/strict-json";
import { intactShards } from "../core/conversion/intact-shards";
import type { Conversion, ConversionProgress, ModelSink } from "../core/conversion/run-conversion";
import { AppError, CheckpointError } from "../core/errors";
import { type ModelRecord, type ShardRecord, sizeOf } from "../core/models/model-record";
import { variants } from "../core/models/variants";
import { sha256 } from "../core/sha256";
import { openFiles, readExactly } from "./file-source";
import { partialName, toOutputError, writeWhole } from "./whole-files";

/** Says what is converted already; it is there as long as the model is not complete. */
const journalFile = "asclepius-model.unfinished.json";
/** Shards of the largest model, and the list of their matrices. */
const mostShards = 10_000;
/** What must stay free beyond the model itself. */
const headroomBytes = 32 * 2 ** 20;

/** A folder that a model is converted into. */
export interface OutputFolder extends ModelSink {
  /** Makes the model complete: writes the manifest, which a bundle is known by. */
  finish(record: ModelRecord): Promise<void>;
  /** Forgets all shards, so that the next attempt makes them anew. */
  forget(): Promise<void>;
}

interface Options {
  signal: AbortSignal;
  onProgress: (progress: ConversionProgress) => void;
}

/** The model that is complete in a folder, if it is this one. Throws AppError "output-taken" for another, or a damaged one. */
export async function findFinished(out: string, { modelId }: Conversion): Promise<ModelRecord | undefined> {
  const names = await readdir(out).catch((): string[] => []);
  if (!names.includes(manifestFile)) return undefined;
  const { files, close } = await openFiles(out);
  try {
    const { record, shards } = await openBundle(files, variants);
    if (record.id !== modelId) throw taken(out, `another model, ${record.label}`);
    for (const { file, shard } of shards) await readVerified(file, shard.sha256);
    // One that was complete when the last attempt ended may still have its journal.
    await rm(join(out, journalFile), { force: true });
    return record;
  } catch (error) {
    throw error instanceof CheckpointError ? taken(out, `a model that is damaged (${error.file})`) : error;
  } finally {
    await close();
  }
}

/**
 * Goes on with what an earlier attempt at the same conversion left in a folder, or begins in a new or empty one. Shards count only
 * while they have the sha-256 that was entered. Throws AppError "output-taken", "no-space" or "not-written".
 */
export async function openOutputFolder(
  out: string,
  conversion: Conversion,
  { signal, onProgress }: Options,
): Promise<OutputFolder> {
  const { plan } = conversion;
  await mkdir(out, { recursive: true }).catch((error: unknown) => {
    throw toOutputError(out, error);
  });
  const shardsTotal = plan.shards.length;
  const shards = await intactShards(await findJournal(out, conversion), {
    isIntact: (shard) => isIntact(out, shard),
    signal,
    onVerified: (shardsDone, bytesDone, bytesTotal) =>
      onProgress({ phase: "verifying", bytesDone, bytesTotal, shardsDone, shardsTotal }),
  });
  const missing = plan.shards.slice(shards.length).map(({ file }) => file);
  await assertSpace(out, plan.outputBytes - sizeOf(shards) - (await replacedBytes(out, missing)));
  const files: BundleFile[] = [];
  const write = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<BundleFile> => {
    await writeWhole(join(out, name), (handle) => handle.writeFile(bytes));
    return { name, sizeBytes: bytes.byteLength, sha256: await sha256(bytes) };
  };
  const writeJournal = () => write(journalFile, encodeJournal(conversion, shards));
  await writeJournal();
  return {
    shards,
    addShard: async (name, bytes, matrices) => {
      const { name: file, ...written } = await write(name, bytes);
      shards.push({ file, ...written, matrices });
      await writeJournal();
      return bytes;
    },
    addFiles: async (modelFiles) => {
      for (const { name, bytes } of encodeModelFiles(modelFiles)) files.push(await write(name, bytes));
      return sizeOf(files);
    },
    read: async (file, byteOffset, byteLength) => {
      const handle = await open(join(out, file));
      try {
        return await readExactly(handle, byteOffset, byteLength);
      } finally {
        await handle.close();
      }
    },
    forget: async () => {
      shards.length = 0;
      await writeJournal();
    },
    finish: async (record) => {
      await write(manifestFile, encodeManifest(bundleManifest(record, files)));
      await rm(join(out, journalFile));
    },
  };
}

function encodeJournal({ modelId, planPrint }: Conversion, shards: ShardRecord[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ modelId, planPrint, shards }));
}

/**
 * The shards that an earlier attempt entered; none in a new or empty folder, or after one that planned otherwise. Files that systems
 * hide do not count, nor a journal that was never whole.
 */
async function findJournal(out: string, { modelId, planPrint }: Conversion): Promise<ShardRecord[]> {
  const names = (await readdir(out)).filter((name) => !name.startsWith(".") && name !== partialName(journalFile));
  if (names.length === 0) return [];
  if (!names.includes(journalFile)) throw taken(out, "other files");
  const journal = parseJournal(await readFile(join(out, journalFile)));
  if (journal === undefined) throw taken(out, `${journalFile}, which cannot be read`);
  if (journal.modelId !== modelId) throw taken(out, "an unfinished conversion of another checkpoint or mode");
  return journal.planPrint === planPrint ? journal.shards : [];
}

function parseJournal(bytes: Uint8Array): { modelId: string; planPrint: string; shards: ShardRecord[] } | undefined {
  const at = { file: journalFile, place: "what was converted before", code: "bad-header" } as const;
  try {
    const journal = new JsonFields(parseStrictJson(bytes, at), journalFile);
    return {
      modelId: journal.name("modelId"),
      planPrint: journal.sha256("planPrint"),
      shards: journal.list("shards", mostShards, readShard),
    };
  } catch {
    return undefined;
  }
}

async function isIntact(out: string, { file, sizeBytes, sha256: expected }: ShardRecord): Promise<boolean> {
  const bytes = await readFile(join(out, file)).catch(() => undefined);
  return bytes?.byteLength === sizeBytes && (await sha256(bytes)) === expected;
}

/** What files leave free that are replaced one after the other: all but the largest, which stays until another is written. */
async function replacedBytes(out: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(out, file)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0) - Math.max(0, ...sizes);
}

async function assertSpace(out: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(out);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes + headroomBytes) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new AppError(
    "no-space",
    `${out}: the converted model needs ${megabytes(neededBytes + headroomBytes)}, and the disk has ${megabytes(freeBytes)} left. ` +
      "Make room, or choose a folder on another disk.",
  );
}

function taken(out: string, what: string): AppError {
  return new AppError("output-taken", `${out}: this folder holds ${what}. Choose another folder, or empty this one.`);
}
