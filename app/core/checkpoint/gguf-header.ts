import type { ByteSource } from "../byte-source";
import { CheckpointError } from "../errors";
import { BoundedReader } from "./bounded-reader";
import { ggmlTypeName } from "./gguf-types";
import { type GgufValue, GgufValueReader } from "./gguf-values";
import { dtypeBlock, dtypeBytes, isSourceDtype, SOURCE_DTYPES } from "./source-dtype";
import { truncated } from "./read-bytes";
import type { SourceTensor } from "./types";

/** Header bytes: Llama 3's is 8 MB, most of it the tokenizer; 32 times that. */
const MAX_HEADER_BYTES = 1 << 28;
/** Metadata entries: files have about 40. */
const MAX_ENTRIES = 1 << 16;
/** Tensors: a 13B Llama has 363. */
const MAX_TENSORS = 1 << 16;
/** The format's own limit on a key. */
const MAX_KEY_BYTES = 0xffff;
/** ggml's limit on a tensor's name is 64, its terminator included. */
const MAX_NAME_BYTES = 64;
/** ggml's limit (GGML_MAX_DIMS). */
const MAX_RANK = 4;
const DEFAULT_ALIGNMENT = 32;
/** A page of the largest kind in use; writers use 32. */
const MAX_ALIGNMENT = 1 << 16;
/** Smallest metadata entry: key length, one byte of key, type, one byte. */
const SMALLEST_ENTRY_BYTES = 14;
/** Smallest tensor entry: name length, one byte of name, rank, one dimension, type, offset. */
const SMALLEST_TENSOR_BYTES = 33;

/** A tensor under ggml's name: `blk.0.attn_q.weight`. Its shape is row-major, so ggml's dimensions backwards. */
export type GgufTensor = Omit<SourceTensor, "interleavedHeadDim">;

export interface GgufHeader {
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: readonly GgufTensor[];
}

/**
 * Reads the header of a GGUF file of version 2 or 3 and checks every number in it against the file, without reading weights.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 * Throws CheckpointError "unsupported-format", "unsupported-dtype", "truncated" or "bad-header".
 */
export async function readGgufHeader(bytes: ByteSource, file: string, signal?: AbortSignal): Promise<GgufHeader> {
  const reader = new BoundedReader(bytes, file, { limitBytes: MAX_HEADER_BYTES, signal });
  await reader.u32("the first bytes");
  checkVersion(await reader.u32("the format version"), file);
  const tensorCount = await reader.size("the number of tensors");
  const entryCount = await reader.size("the number of metadata entries");
  reader.expect(entryCount, SMALLEST_ENTRY_BYTES, "the number of metadata entries");
  reader.expect(tensorCount, SMALLEST_TENSOR_BYTES, "the number of tensors");
  if (entryCount > MAX_ENTRIES) throw reader.bad("the metadata", `${entryCount} entries are too many`);
  if (tensorCount > MAX_TENSORS) throw reader.bad("the tensor list", `${tensorCount} tensors are too many`);
  const metadata = await readMetadata(reader, entryCount);
  const entries = await readTensorEntries(reader, tensorCount);
  return { metadata, tensors: placeTensors(entries, reader, metadata, bytes) };
}

function checkVersion(version: number, file: string): void {
  if (version === 2 || version === 3) return;
  const swapped = version > 0 && version % 0x1000000 === 0;
  throw new CheckpointError("unsupported-format", {
    file,
    place: "the format version",
    problem: swapped ? "this GGUF file is big-endian" : `GGUF version ${version} is not supported`,
    advice: "Choose a little-endian GGUF file of version 2 or 3; llama.cpp's convert_hf_to_gguf.py writes one.",
  });
}

async function readMetadata(reader: BoundedReader, count: number): Promise<Map<string, GgufValue>> {
  const metadata = new Map<string, GgufValue>();
  const values = new GgufValueReader(reader);
  for (let i = 0; i < count; i++) {
    const key = await reader.string(MAX_KEY_BYTES, `metadata entry ${i}`);
    if (key === "") throw reader.bad(`metadata entry ${i}`, "its key is empty");
    if (metadata.has(key)) throw reader.bad(key, "the key appears twice");
    metadata.set(key, await values.read(await reader.u32(key), key));
  }
  return metadata;
}

type TensorEntry = Pick<GgufTensor, "name" | "shape" | "dtype" | "byteLength"> & { relativeOffset: number };

async function readTensorEntries(reader: BoundedReader, count: number): Promise<TensorEntry[]> {
  const entries: TensorEntry[] = [];
  const names = new Set<string>();
  for (let i = 0; i < count; i++) {
    const name = await reader.string(MAX_NAME_BYTES, `tensor entry ${i}`);
    if (name === "") throw reader.bad(`tensor entry ${i}`, "its name is empty");
    if (names.has(name)) throw reader.bad(name, "the tensor appears twice");
    names.add(name);
    const shape = await readShape(reader, name);
    const type = ggmlTypeName(await reader.u32(name));
    if (!isSourceDtype(type)) throw unsupportedType(reader.file, name, type);
    const columns = shape.at(-1) ?? 0;
    if (columns % dtypeBlock(type).elements !== 0) {
      throw reader.bad(name, `rows of ${columns} values do not fill whole blocks of ${type}`);
    }
    const elements = shape.reduce((product, size) => product * size, 1);
    const relativeOffset = await reader.size(name);
    entries.push({ name, shape, dtype: type, byteLength: dtypeBytes(type, elements), relativeOffset });
  }
  return entries;
}

async function readShape(reader: BoundedReader, name: string): Promise<number[]> {
  const rank = await reader.u32(name);
  if (rank < 1 || rank > MAX_RANK)
    throw reader.bad(name, `it has ${rank} dimensions, where 1 to ${MAX_RANK} are allowed`);
  const shape: number[] = [];
  // 2^50 values: their bytes, at most 4 each, still count exactly in a double.
  let room = 2 ** 50;
  for (let i = 0; i < rank; i++) {
    const size = await reader.size(name);
    room /= size;
    if (size < 1 || room < 1) throw reader.bad(name, `its dimension of ${size} is impossible`);
    shape.unshift(size);
  }
  return shape;
}

function unsupportedType(file: string, tensor: string, type: string): CheckpointError {
  return new CheckpointError("unsupported-dtype", {
    file,
    place: tensor,
    problem: `it is stored as ${type}, which cannot be read`,
    advice: `Choose a GGUF file in ${new Intl.ListFormat("en", { type: "disjunction" }).format(SOURCE_DTYPES)}.`,
  });
}

/** Turns offsets into places in the file. As llama.cpp writes and demands: in order, each padded to the alignment, no holes. */
function placeTensors(
  entries: readonly TensorEntry[],
  reader: BoundedReader,
  metadata: ReadonlyMap<string, GgufValue>,
  bytes: ByteSource,
): GgufTensor[] {
  const alignment = metadata.get("general.alignment") ?? DEFAULT_ALIGNMENT;
  if (typeof alignment !== "number" || !isAlignment(alignment)) {
    throw reader.bad("general.alignment", `it must be a power of two from 8 to ${MAX_ALIGNMENT}`);
  }
  const dataStart = roundUp(reader.position, alignment);
  let expected = 0;
  return entries.map(({ relativeOffset, ...tensor }) => {
    if (relativeOffset !== expected) {
      throw reader.bad(tensor.name, `its data starts at ${relativeOffset}, where ${expected} was due`);
    }
    expected += roundUp(tensor.byteLength, alignment);
    const byteOffset = dataStart + relativeOffset;
    if (byteOffset + tensor.byteLength > bytes.byteLength) {
      throw truncated(
        { file: reader.file, place: tensor.name },
        `its data should end at byte ${byteOffset + tensor.byteLength}, but the file has ${bytes.byteLength}`,
      );
    }
    return { ...tensor, file: reader.file, bytes, byteOffset };
  });
}

function isAlignment(value: number): boolean {
  return Number.isInteger(value) && value >= 8 && value <= MAX_ALIGNMENT && (value & (value - 1)) === 0;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
