import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { printable } from "../printable";
import { DOWNLOAD_AGAIN, readBytes } from "../read-bytes";
import type { SourceTensor } from "../types";
import { checkTorchContainer } from "./torch-container";
import { tensorOf } from "./torch-tensor";
import { unpickle } from "./unpickle";
import { readZipEntries, type ZipEntry } from "./zip-entries";

/** The pickle of a 13B model in one file has 80 KB; fifty times that. */
const MAX_PICKLE_BYTES = 1 << 22;
/** "little" and a version number of one or two digits. */
const MAX_NOTE_BYTES = 16;
/** PyTorch's own bounds, kMinSupportedFileFormatVersion and kMaxSupportedFileFormatVersion. */
const VERSIONS = { first: 1, last: 10 };
const METADATA = "_metadata";

/**
 * The tensors of a `pytorch_model.bin` that PyTorch 1.6 or later wrote: a zip archive with a pickle, which is interpreted but
 * never run (see unpickle.ts), and a file for each storage. Their data stay where they are, row-major and little-endian.
 * Format: https://docs.pytorch.org/docs/stable/notes/serialization.html#serialized-file-format-for-torch-save
 * Throws CheckpointError "truncated", "bad-header", "unsupported-format" or "unsupported-dtype".
 */
export async function readTorchFile(file: NamedFile): Promise<SourceTensor[]> {
  await checkTorchContainer(file);
  const archive = openArchive(file, await readZipEntries(file));
  await checkNotes(archive);
  const pickle = await archive.read("data.pkl", MAX_PICKLE_BYTES);
  const stateDict = unpickle(pickle ?? new Uint8Array(0), file.name);
  if (!(stateDict instanceof Map)) throw bad(file.name, "data.pkl", "it holds no dict of tensors");
  return [...stateDict]
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => tensorOf(name, value, file, (key) => archive.entry(`data/${key}`)));
}

interface TorchArchive {
  file: string;
  entry(name: string): ZipEntry | undefined;
  /** The whole of an entry that must not be larger than `maxBytes`; undefined if there is none. */
  read(name: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** Everything in the archive lies in one folder, whose name is free. */
function openArchive({ name: file, bytes }: NamedFile, entries: ReadonlyMap<string, ZipEntry>): TorchArchive {
  const roots = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const root = roots[0]?.slice(0, -"data.pkl".length);
  if (root === undefined || roots.length > 1) {
    throw bad(file, "the archive", `it holds ${roots.length} files data.pkl in place of one`);
  }
  const stray = [...entries.keys()].find((name) => !name.startsWith(root));
  if (stray !== undefined) throw bad(file, printable(stray), "it lies outside the archive's folder");
  const entry = (name: string): ZipEntry | undefined => entries.get(`${root}${name}`);
  const read = async (name: string, maxBytes: number): Promise<Uint8Array | undefined> => {
    const found = entry(name);
    if (found === undefined) return undefined;
    if (found.byteLength > maxBytes) {
      throw bad(file, name, `${found.byteLength} bytes are more than the ${maxBytes} allowed`);
    }
    const { byteOffset, byteLength } = found;
    return readBytes(bytes, byteOffset, byteOffset + byteLength, { file, place: name });
  };
  return { file, entry, read };
}

/** The byte order, which PyTorch writes since 2.1, and the version of the format. */
async function checkNotes(archive: TorchArchive): Promise<void> {
  const note = async (name: string): Promise<string | undefined> => {
    const bytes = await archive.read(name, MAX_NOTE_BYTES);
    return bytes === undefined ? undefined : String.fromCharCode(...bytes);
  };
  const order = await note("byteorder");
  if (order !== undefined && order !== "little") {
    throw new CheckpointError("unsupported-format", {
      file: archive.file,
      place: "byteorder",
      problem: "the weights are not stored little-endian",
      advice: "Load the model and save it again on a machine with an x86 or ARM processor.",
    });
  }
  const version = /^(\d{1,2})\n?$/.exec((await note("version")) ?? "")?.[1];
  if (version === undefined || Number(version) < VERSIONS.first || Number(version) > VERSIONS.last) {
    throw bad(archive.file, "version", "the version of the format is missing or unknown");
  }
}

function bad(file: string, place: string, problem: string): CheckpointError {
  return new CheckpointError("bad-header", { file, place, problem, advice: DOWNLOAD_AGAIN });
}
