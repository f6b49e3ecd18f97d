import { ggmlTypeName } from "../../gguf-types";
import { dtypeBlock, isSourceDtype } from "../../source-dtype";
import { type Chunk, joinBytes, type Structure } from "../structure";

/** Magic, version, the number of tensors and that of metadata entries. */
const HEAD_BYTES = 24;
const TEXT = 8;
const LIST = 9;
const VALUE_BYTES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);
const ALIGNMENT_KEY = "general.alignment";
const DEFAULT_ALIGNMENT = 32;
const MOST_DATA_BYTES = 1 << 14;

/** The head, every metadata entry, every tensor, padding, and the data. Repaired, counts are true and tensors lie one after another. */
export const ggufStructure: Structure = {
  split(bytes) {
    if (bytes.byteLength < HEAD_BYTES) return [{ kind: "head", bytes }];
    const chunks: Chunk[] = [{ kind: "head", bytes: bytes.subarray(0, HEAD_BYTES) }];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const tensors = view.getUint32(8, true);
    const entries = view.getUint32(16, true);
    let at = HEAD_BYTES;
    for (let i = 0; i < entries + tensors; i++) {
      const isEntry = i < entries;
      const end = isEntry ? entryEnd(view, at) : tensorEnd(view, at);
      if (end === undefined || end > bytes.byteLength) break;
      chunks.push({ kind: isEntry ? "entry" : "tensor", bytes: bytes.subarray(at, end) });
      at = end;
    }
    const entryBytes = chunks.filter(({ kind }) => kind === "entry").map((chunk) => chunk.bytes);
    const dataStart = roundUp(at, alignmentOf(entryBytes));
    chunks.push({ kind: "padding", bytes: bytes.subarray(at, dataStart) });
    return [...chunks, { kind: "data", bytes: bytes.subarray(dataStart) }];
  },
  repair(chunks) {
    const of = (wanted: string): Uint8Array[] => chunks.filter(({ kind }) => kind === wanted).map(({ bytes }) => bytes);
    const entries = of("entry");
    const alignment = alignmentOf(entries);
    let offset = 0;
    const tensors = of("tensor").map((bytes) => {
      const placed = bytes.slice();
      const view = new DataView(placed.buffer);
      if (placed.byteLength < 8) return placed;
      view.setBigUint64(placed.byteLength - 8, BigInt(offset), true);
      offset += roundUp(dataBytes(view), alignment);
      return placed;
    });
    const head = new Uint8Array(HEAD_BYTES);
    head.set(of("head")[0]?.subarray(0, HEAD_BYTES) ?? []);
    const counts = new DataView(head.buffer);
    counts.setBigUint64(8, BigInt(tensors.length), true);
    counts.setBigUint64(16, BigInt(entries.length), true);
    const header = joinBytes([head, ...entries, ...tensors]);
    const dataStart = roundUp(header.byteLength, alignment);
    const whole = new Uint8Array(dataStart + Math.min(offset, MOST_DATA_BYTES));
    whole.set(header);
    whole.set(joinBytes(of("data")).subarray(0, whole.byteLength - dataStart), dataStart);
    return whole;
  },
};

/** What tensors are aligned to: 32, or whatever a small number in the metadata says. */
function alignmentOf(entries: readonly Uint8Array[]): number {
  const valueAt = 8 + ALIGNMENT_KEY.length + 4;
  for (const entry of entries) {
    const key = String.fromCharCode(...entry.subarray(8, 8 + ALIGNMENT_KEY.length));
    if (key === ALIGNMENT_KEY && entry.byteLength > valueAt) return Math.max(1, entry[valueAt] ?? 1);
  }
  return DEFAULT_ALIGNMENT;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** Where the text that starts at `at` ends; undefined beyond the bytes. */
function textEnd(view: DataView, at: number): number | undefined {
  return at + 8 > view.byteLength ? undefined : at + 8 + view.getUint32(at, true);
}

function entryEnd(view: DataView, at: number): number | undefined {
  const keyEnd = textEnd(view, at);
  if (keyEnd === undefined || keyEnd + 4 > view.byteLength) return undefined;
  return valueEnd(view, keyEnd + 4, view.getUint32(keyEnd, true));
}

function valueEnd(view: DataView, at: number, type: number): number | undefined {
  if (type === TEXT) return textEnd(view, at);
  const width = VALUE_BYTES.get(type);
  if (type !== LIST) return width === undefined ? undefined : at + width;
  if (at + 12 > view.byteLength) return undefined;
  const items = view.getUint32(at, true);
  let end: number | undefined = at + 12;
  for (let left = view.getUint32(at + 4, true); left > 0 && end !== undefined && end < view.byteLength; left--) {
    end = valueEnd(view, end, items);
  }
  return end;
}

function tensorEnd(view: DataView, at: number): number | undefined {
  const nameEnd = textEnd(view, at);
  if (nameEnd === undefined || nameEnd + 4 > view.byteLength) return undefined;
  return nameEnd + 4 + 8 * view.getUint32(nameEnd, true) + 12;
}

/** Bytes of the data that a tensor's entry asks for; 0 where it makes no sense. */
function dataBytes(entry: DataView): number {
  const nameEnd = textEnd(entry, 0) ?? Infinity;
  const end = tensorEnd(entry, 0);
  if (end === undefined || end !== entry.byteLength) return 0;
  const type = ggmlTypeName(entry.getUint32(end - 12, true));
  let count = 1;
  for (let at = nameEnd + 4; at < end - 12; at += 8) count *= entry.getUint32(at, true);
  if (!isSourceDtype(type) || count > MOST_DATA_BYTES) return 0;
  const block = dtypeBlock(type);
  return Math.ceil(count / block.elements) * block.bytes;
}
