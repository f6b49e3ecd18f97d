import type { BoundedReader } from "./bounded-reader";

/** A metadata value. 64-bit integers above 2^53 lose precision; nothing that this reader relies on is that large. */
export type GgufValue = number | boolean | string | GgufValue[];

/** Bytes of a metadata text: a whole tokenizer.json, which some writers embed, is at most some 20 MB. */
const MAX_TEXT_BYTES = 1 << 26;
/** Elements of all arrays together: Llama 3 has 128,256 tokens, as many types and 280,147 merges; this is 15 times that. */
const MAX_ELEMENTS = 1 << 23;
/** Arrays in arrays: the format allows them, no known writer makes any. */
const MAX_DEPTH = 4;

/** Keys of what llama-quantize notes, such as paths, in whatever encoding; nothing reads their values. */
const UNREAD_PREFIX = "quantize.";
/** Takes any bytes. */
const lenient = new TextDecoder("utf-8");

const STRING = 8;
const ARRAY = 9;
const BOOL = 7;

interface NumberType {
  bytes: number;
  get: (view: DataView, at: number) => number;
}

/** Value types by number, as the GGUF specification lists them; without bool, string and array. */
const NUMBER_TYPES: ReadonlyMap<number, NumberType> = new Map<number, NumberType>([
  [0, { bytes: 1, get: (view, at) => view.getUint8(at) }],
  [1, { bytes: 1, get: (view, at) => view.getInt8(at) }],
  [2, { bytes: 2, get: (view, at) => view.getUint16(at, true) }],
  [3, { bytes: 2, get: (view, at) => view.getInt16(at, true) }],
  [4, { bytes: 4, get: (view, at) => view.getUint32(at, true) }],
  [5, { bytes: 4, get: (view, at) => view.getInt32(at, true) }],
  [6, { bytes: 4, get: (view, at) => view.getFloat32(at, true) }],
  [10, { bytes: 8, get: (view, at) => Number(view.getBigUint64(at, true)) }],
  [11, { bytes: 8, get: (view, at) => Number(view.getBigInt64(at, true)) }],
  [12, { bytes: 8, get: (view, at) => view.getFloat64(at, true) }],
]);

/** Reads metadata values and counts the array elements of a whole header. */
export class GgufValueReader {
  private elementsLeft = MAX_ELEMENTS;
  private readonly reader: BoundedReader;

  constructor(reader: BoundedReader) {
    this.reader = reader;
  }

  /** The value of the given type at the reader's position. Throws "bad-header" or "truncated". */
  async read(type: number, place: string, depth = 0): Promise<GgufValue> {
    if (type === STRING) {
      return this.reader.string(MAX_TEXT_BYTES, place, place.startsWith(UNREAD_PREFIX) ? lenient : undefined);
    }
    if (type === ARRAY) return this.readArray(place, depth);
    if (type === BOOL) {
      const value = await this.reader.u8(place);
      if (value > 1) throw this.reader.bad(place, `a truth value is ${value}`);
      return value === 1;
    }
    const number = NUMBER_TYPES.get(type);
    if (number === undefined) throw this.reader.bad(place, `the value type ${type} is unknown`);
    return this.reader.number(number.bytes, place, number.get);
  }

  private async readArray(place: string, depth: number): Promise<GgufValue[]> {
    if (depth >= MAX_DEPTH) throw this.reader.bad(place, `arrays are nested more than ${MAX_DEPTH} deep`);
    const type = await this.reader.u32(place);
    const count = await this.reader.size(place);
    this.reader.expect(count, smallestBytes(type), place);
    if (count > this.elementsLeft) throw this.reader.bad(place, `a list of ${count} entries is too long`);
    this.elementsLeft -= count;
    const values: GgufValue[] = [];
    for (let i = 0; i < count; i++) values.push(await this.read(type, place, depth + 1));
    return values;
  }
}

/** Bytes that a value of a type takes at least. */
function smallestBytes(type: number): number {
  if (type === STRING) return 8;
  if (type === ARRAY) return 12;
  return NUMBER_TYPES.get(type)?.bytes ?? 1;
}
