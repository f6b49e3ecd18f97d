import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { printable } from "../printable";
import { readBytes } from "../read-bytes";
import type { ArchiveEntry } from "./archive-entry";
import { chooseModelFolder } from "./choose-model-folder";
import { readTar } from "./read-tar";
import { readZip } from "./read-zip";

export interface ExpandedFiles {
  files: readonly NamedFile[];
  /** What to call a model that came out of an archive: its folder's name there, or else the archive's. */
  label?: string;
}

/** How zip archives start: with an entry, with the end of an empty one, or as the first part of a split one. */
const ZIP_MAGICS = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"];
/** Where a tar archive says so. */
const TAR_MAGIC_AT = 257;
const HEAD_BYTES = TAR_MAGIC_AT + 5;
/** torch.save's own files are zip archives, and were tar archives before. */
const TORCH_FILE = /\.(bin|pth|pt)$/;
/** What lies in one of torch.save's files, whatever its name. */
const TORCH_ENTRY = /^[^/]+\/data\.pkl$/;

/** How files start that must be unpacked first, and with what. */
const PACKED: readonly { magic: string; format: string; command: string }[] = [
  { magic: "\x1f\x8b", format: "gzip", command: "gunzip" },
  { magic: "BZh", format: "bzip2", command: "bunzip2" },
  { magic: "\xfd7zXZ", format: "xz", command: "unxz" },
  { magic: "\x28\xb5\x2f\xfd", format: "zstd", command: "unzstd" },
  { magic: "7z\xbc\xaf", format: "7-Zip", command: "7z x" },
  { magic: "Rar!", format: "RAR", command: "unrar x" },
];

/**
 * What was chosen, with a single .zip or .tar replaced by the files of the model within, which are read in place: see
 * {@link readZip} and {@link readTar}. Known by its first bytes, whatever its name; several files, and what PyTorch saved, stay as
 * they are. Throws what those and {@link chooseModelFolder} throw, and CheckpointError "unsupported-format" for other archives.
 */
export async function expandArchives(files: readonly NamedFile[], signal?: AbortSignal): Promise<ExpandedFiles> {
  const [file] = files;
  const entries = await readArchive(files, signal);
  if (file === undefined || entries === undefined) return { files };
  const model = chooseModelFolder(file.name, entries);
  return { files: model.files, label: printable(model.name ?? file.name.replace(/\.(zip|tar)$/i, "")) };
}

/** The files within a single .zip or .tar; undefined for other files, and for what PyTorch saved. */
export async function readArchive(
  files: readonly NamedFile[],
  signal?: AbortSignal,
): Promise<ArchiveEntry[] | undefined> {
  const [file, second] = files;
  if (file === undefined || second !== undefined || TORCH_FILE.test(file.name)) return undefined;
  const entries = await readEntries(file, signal);
  return entries?.some(({ path }) => TORCH_ENTRY.test(path)) === true ? undefined : entries;
}

/** The files of an archive; undefined for what is none. */
async function readEntries(file: NamedFile, signal: AbortSignal | undefined): Promise<ArchiveEntry[] | undefined> {
  const { name, bytes } = file;
  const at = { file: name, place: "the first bytes" };
  const head = String.fromCharCode(...(await readBytes(bytes, 0, Math.min(HEAD_BYTES, bytes.byteLength), at)));
  if (ZIP_MAGICS.some((magic) => head.startsWith(magic))) return readZip(file, signal);
  if (head.startsWith("ustar", TAR_MAGIC_AT)) return readTar(file, signal);
  const packed = PACKED.find(({ magic }) => head.startsWith(magic));
  if (packed === undefined) return undefined;
  throw new CheckpointError("unsupported-format", {
    file: name,
    problem: `it is compressed with ${packed.format}, within which nothing can be read in place`,
    advice: `Unpack it first, with ${packed.command} FILE, and choose what comes out.`,
  });
}
