import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { printable } from "../printable";
import { DOWNLOAD_AGAIN, readBytes, type ReadPlace, truncated } from "../read-bytes";
import { type ArchiveEntry, partOf } from "./archive-entry";
import { readPaxRecords } from "./pax-records";
import { readTarHeader, TAR_BLOCK_BYTES, tarText } from "./tar-header";

/** About as many as the largest directory of a zip archive lists. */
const MAX_ENTRIES = 1 << 16;
/** What describes an entry, its path above all: paths have some 100 bytes, a thousand times that. */
const MAX_DESCRIPTION_BYTES = 1 << 17;
/** Read at once, so that small files need not be asked for one by one. */
const WINDOW_BYTES = 1 << 16;

/** "7" is a file that should lie in one piece on the disk. */
const FILE_TYPE = /^[07]$/;
/** Links, devices, folders and pipes have no data, whatever size they give. */
const EMPTY_TYPE = /^[1-6]$/;
/** Paths of links too long for a header, and what holds for all entries that follow: neither matters. */
const IGNORED_TYPE = /^[Kg]$/;

/** What an entry of its own says of the next. */
interface Description {
  path?: string;
  sizeBytes?: number;
}

/**
 * The files of a tar archive (ustar, GNU or pax), in its order. Every header is read and its checksum verified; data are passed
 * over, and read when they are asked for. Folders, links and devices are left out.
 * Throws CheckpointError "truncated", also where the two empty blocks at the end are missing, "bad-header", "unsupported-format"
 * for sparse files, or the signal's reason.
 */
export async function readTar(file: NamedFile, signal?: AbortSignal): Promise<ArchiveEntry[]> {
  const read = windowReader(file, signal);
  const entries: ArchiveEntry[] = [];
  let next: Description = {};
  let start = 0;
  for (let count = 0; count < MAX_ENTRIES; count++) {
    const at = { file: file.name, place: `the entry at byte ${start}` };
    const dataStart = start + TAR_BLOCK_BYTES;
    const header = readTarHeader(await read(start, dataStart, at), at);
    if (header === undefined) {
      const isEnd = readTarHeader(await read(dataStart, dataStart + TAR_BLOCK_BYTES, at), at) === undefined;
      if (isEnd) return entries;
      throw badTar(at, "an empty block stands between entries");
    }
    const { type } = header;
    const describes = type === "L" || type === "x";
    const path = next.path ?? header.path;
    const sizeBytes = EMPTY_TYPE.test(type) ? 0 : ((describes ? undefined : next.sizeBytes) ?? header.sizeBytes);
    const dataEnd = dataStart + sizeBytes;
    if (dataEnd > file.bytes.byteLength) {
      throw truncated({ ...at, place: printable(path) }, `its data should end at byte ${dataEnd}, beyond the archive`);
    }
    if (describes) {
      if (sizeBytes > MAX_DESCRIPTION_BYTES) {
        throw badTar(at, `${sizeBytes} bytes are more than the ${MAX_DESCRIPTION_BYTES} allowed`);
      }
      const data = await read(dataStart, dataEnd, at);
      next = { ...next, ...(type === "L" ? { path: tarText(data) } : paxDescription(data, at)) };
    } else if (!IGNORED_TYPE.test(type)) {
      if (type === "S") throw sparse(at);
      if (FILE_TYPE.test(type)) entries.push({ path, bytes: partOf(file.bytes, dataStart, dataEnd) });
      next = {};
    }
    start = dataStart + Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  }
  throw badTar({ file: file.name, place: "the archive" }, `it has more than the ${MAX_ENTRIES} entries allowed`);
}

function paxDescription(data: Uint8Array, at: ReadPlace): Description {
  const records = readPaxRecords(data);
  const size = records?.get("size") ?? "0";
  const sizeBytes = /^\d{1,20}$/.test(size) ? Number(size) : NaN;
  if (records === undefined || !Number.isSafeInteger(sizeBytes))
    throw badTar(at, "its pax records are not well formed");
  if ([...records.keys()].some((key) => key.startsWith("GNU.sparse."))) throw sparse(at);
  const path = records.get("path");
  return { ...(path === undefined ? {} : { path }), ...(records.has("size") ? { sizeBytes } : {}) };
}

type Read = (start: number, end: number, at: ReadPlace) => Promise<Uint8Array>;

/** Reads through a window: what is asked for, and what follows it. */
function windowReader({ bytes }: NamedFile, signal: AbortSignal | undefined): Read {
  let window: Uint8Array = new Uint8Array(0);
  let windowStart = 0;
  return async (start, end, at) => {
    if (start < windowStart || end > windowStart + window.byteLength) {
      signal?.throwIfAborted();
      const windowEnd = Math.max(end, Math.min(start + WINDOW_BYTES, bytes.byteLength));
      window = await readBytes(bytes, start, windowEnd, at);
      windowStart = start;
    }
    return window.subarray(start - windowStart, end - windowStart);
  };
}

function badTar(at: ReadPlace, problem: string): CheckpointError {
  return new CheckpointError("bad-header", { ...at, problem, advice: DOWNLOAD_AGAIN });
}

function sparse(at: ReadPlace): CheckpointError {
  return new CheckpointError("unsupported-format", {
    ...at,
    problem: "it is a file with holes, which cannot be read in place",
    advice: "Unpack the archive and choose the model's folder.",
  });
}
