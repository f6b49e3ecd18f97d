import type { ByteSource, NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { printable } from "../printable";
import { type ArchiveEntry, partOf } from "./archive-entry";
import { DeflatedSource } from "./deflated-source";
import { badZip, readZipDirectory, type ZipRecord } from "./zip-directory";
import { findZipDirectory, MAX_COMMENT_BYTES, type ZipDirectoryRange } from "./zip-end";
import { readZipHeader } from "./zip-header";

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** Deflate makes at most 258 bytes of 2 bits. */
const MAX_RATIO = 1032;
/** Access points of all entries together, 32 KiB each: 24 MiB. */
const MAX_POINTS = 768;
const MIN_SPACING_BYTES = 1 << 20;
/** Decoders of 900 KiB that are held at once: more than the shards that a conversion reads in turn. */
const MAX_DECODERS = 8;
const FILE_TYPE = 0xf000;
const LINK = 0xa000;

/**
 * The files of a zip archive, in the order of its directory: stored or deflated, with or without zip64 records, sizes after the
 * data, and a comment. Only the directory is read; an entry's header when its bytes are first asked for, and whatever is wrong
 * with an entry is said by its reads. A deflated entry can be read anywhere, see {@link DeflatedSource}. Folders and links are
 * left out. Throws what {@link findZipDirectory} and {@link readZipDirectory} throw; reads throw CheckpointError "truncated",
 * "bad-header", "bad-value" for data that do not unpack to what the directory says, "unsupported-format" for other methods and
 * encryption, or the signal's reason.
 */
export async function readZip(file: NamedFile, signal?: AbortSignal): Promise<ArchiveEntry[]> {
  const range = await findZipDirectory(file, MAX_COMMENT_BYTES);
  const records = await readZipDirectory(file, range);
  const files = records.filter(({ name, unixMode }) => !name.endsWith("/") && (unixMode & FILE_TYPE) !== LINK);
  const deflatedBytes = files.reduce((sum, { method, sizeBytes }) => sum + (method === DEFLATED ? sizeBytes : 0), 0);
  const spacingBytes = Math.max(MIN_SPACING_BYTES, Math.ceil(deflatedBytes / MAX_POINTS));
  const onUse = decoderLimit();
  const archive = { file, range, deflation: { spacingBytes, onUse, signal } };
  return files.map((record) => ({ path: record.name, bytes: entrySource(archive, record) }));
}

interface ZipArchive {
  file: NamedFile;
  range: ZipDirectoryRange;
  deflation: Omit<ConstructorParameters<typeof DeflatedSource>[1], "checksum">;
}

/** An entry whose header is read when its bytes are first. */
function entrySource(archive: ZipArchive, record: ZipRecord): ByteSource {
  let opened: Promise<ByteSource> | undefined;
  return {
    byteLength: record.sizeBytes,
    streams: record.method === STORED ? archive.file.bytes.streams : 1,
    slice: async (start, end) => {
      opened ??= openEntry(archive, record).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return (await opened).slice(start, end);
    },
  };
}

async function openEntry({ file, range, deflation }: ZipArchive, record: ZipRecord): Promise<ByteSource> {
  const { sizeBytes, storedBytes, checksum } = record;
  const at = { file: file.name, place: printable(record.name) };
  checkMethod(record, at);
  const isPossible = record.method === STORED ? sizeBytes === storedBytes : sizeBytes <= storedBytes * MAX_RATIO;
  if (!isPossible) throw badZip(at.file, at.place, "its sizes contradict each other");
  const { dataOffset } = await readZipHeader(file, record, range);
  const bytes = partOf(file.bytes, dataOffset, dataOffset + storedBytes);
  if (record.method === STORED) return bytes;
  const bad = (problem: string): CheckpointError =>
    new CheckpointError("bad-value", { ...at, problem, advice: "The archive is damaged: download it again." });
  return new DeflatedSource({ bytes, sizeBytes, at, bad }, { ...deflation, checksum });
}

function checkMethod({ flags, method }: ZipRecord, at: { file: string; place: string }): void {
  const isEncrypted = (flags & ENCRYPTED) !== 0;
  if (!isEncrypted && (method === STORED || method === DEFLATED)) return;
  throw new CheckpointError("unsupported-format", {
    ...at,
    problem: isEncrypted ? "it is encrypted" : `it is compressed in a way that cannot be read (method ${method})`,
    advice: "Unpack the archive and choose the model's folder.",
  });
}

/** Makes the source that was used longest ago let go of its decoder once more than MAX_DECODERS have one. */
function decoderLimit(): (used: DeflatedSource) => void {
  const holders = new Set<DeflatedSource>();
  return (used) => {
    holders.delete(used);
    holders.add(used);
    const [oldest] = holders;
    if (oldest === undefined || holders.size <= MAX_DECODERS) return;
    oldest.release();
    holders.delete(oldest);
  };
}
