import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { printable } from "./printable";
import { DOWNLOAD_AGAIN, readBytes, truncated } from "./read-bytes";
import { dtypeBytes } from "./source-dtype";
import { isJsonObject, type JsonObject, parseStrictJson } from "./strict-json";
import { dimensionsProblem } from "./tensor-dimensions";
import type { SourceDtype, SourceTensor } from "./types";

/** The format's own limit on the JSON header (safetensors, MAX_HEADER_SIZE). */
const MAX_HEADER_BYTES = 100_000_000;
/** The header's length, a uint64, comes before it. */
const LENGTH_BYTES = 8;
const METADATA = "__metadata__";

const DTYPES: ReadonlyMap<unknown, SourceDtype> = new Map<unknown, SourceDtype>([
  ["F32", "F32"],
  ["F16", "F16"],
  ["BF16", "BF16"],
]);

/**
 * The tensors of a safetensors file, in the order of their bytes. The header is checked as the reference implementation
 * does: no key twice, sizes exactly shape times dtype, and tensors that cover the data without holes, overlaps or rest.
 * Format: https://github.com/huggingface/safetensors#format
 * Throws CheckpointError "truncated", "bad-header" or "unsupported-dtype".
 */
export async function readSafetensorsHeader({ name: file, bytes }: NamedFile): Promise<SourceTensor[]> {
  const at = { file, place: "the header" };
  const prefix = await readBytes(bytes, 0, LENGTH_BYTES, at);
  const length = new DataView(prefix.buffer, prefix.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw bad(file, at.place, `its length of ${length.toString()} bytes is more than the ${MAX_HEADER_BYTES} allowed`);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  const json = await readBytes(bytes, LENGTH_BYTES, dataStart, at);
  const header = parseStrictJson(json, { ...at, code: "bad-header" }, { wholeNumbers: true });
  if (!isMetadata(header[METADATA] ?? {})) throw bad(file, METADATA, "it is not a table of texts");
  const tensors = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => readEntry(name, entry, { file, bytes, dataStart }))
    .sort((a, b) => a.byteOffset - b.byteOffset || a.byteLength - b.byteLength);
  checkLayout(tensors, dataStart, { name: file, bytes });
  return tensors;
}

type Container = Pick<SourceTensor, "file" | "bytes"> & { dataStart: number };

function readEntry(name: string, entry: unknown, { file, bytes, dataStart }: Container): SourceTensor {
  if (!isJsonObject(entry)) throw bad(file, name, "its entry is not an object");
  const dtype = readDtype(entry, file, name);
  const shape = readShape(entry, file, name);
  const offsets = entry.data_offsets;
  const [begin, end] = isCounts(offsets) && offsets.length === 2 ? offsets : [];
  if (begin === undefined || end === undefined) throw bad(file, name, "its data_offsets are not two byte offsets");
  const byteLength = dtypeBytes(
    dtype,
    shape.reduce((product, size) => product * size, 1),
  );
  if (end - begin !== byteLength) {
    throw bad(file, name, `its data takes ${end - begin} bytes, where its shape and dtype need ${byteLength}`);
  }
  return { name, shape, dtype, file, bytes, byteOffset: dataStart + begin, byteLength };
}

function readDtype(entry: JsonObject, file: string, name: string): SourceDtype {
  const stored = entry.dtype;
  if (typeof stored !== "string") throw bad(file, name, "its dtype is missing");
  const dtype = DTYPES.get(stored);
  if (dtype !== undefined) return dtype;
  throw new CheckpointError("unsupported-dtype", {
    file,
    place: printable(name),
    problem: `it is stored as ${printable(stored.slice(0, 20))}, which cannot be read`,
    advice: "Choose a checkpoint in float32, float16 or bfloat16, not an already quantized one.",
  });
}

function readShape(entry: JsonObject, file: string, name: string): number[] {
  const shape = entry.shape;
  if (!isCounts(shape)) throw bad(file, name, "its shape is not a list of counts");
  const problem = dimensionsProblem(shape);
  if (problem !== undefined) throw bad(file, name, problem);
  return [...shape];
}

function isMetadata(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every((text) => typeof text === "string");
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
}

function checkLayout(tensors: readonly SourceTensor[], dataStart: number, { name: file, bytes }: NamedFile): void {
  let expected = dataStart;
  for (const { name, byteOffset, byteLength } of tensors) {
    if (byteOffset !== expected) {
      const problem = byteOffset < expected ? "its data overlaps another tensor's" : "there is a hole before its data";
      throw bad(file, name, problem);
    }
    expected += byteLength;
  }
  if (expected > bytes.byteLength) {
    const place = printable(tensors.at(-1)?.name ?? "the data");
    throw truncated({ file, place }, `its data should end at byte ${expected}, but the file has ${bytes.byteLength}`);
  }
  if (expected < bytes.byteLength) {
    throw bad(file, "the end", `${bytes.byteLength - expected} bytes belong to no tensor`);
  }
}

function bad(file: string, place: string, problem: string): CheckpointError {
  return new CheckpointError("bad-header", { file, place: printable(place), problem, advice: DOWNLOAD_AGAIN });
}
