import { type Chunk, joinChunks, type Structure } from "../structure";

/** Kinds of records by the last two bytes of their signatures, which all start with "PK". */
const KINDS: ReadonlyMap<number, string> = new Map([
  [0x0304, "entry"],
  [0x0102, "record"],
  [0x0506, "end"],
  [0x0606, "wide end"],
  [0x0607, "locator"],
]);
const WIDE = 0xffffffff;
const HEADER_BYTES = 30;
const SIZES_FOLLOW = 8;
const DESCRIPTOR_BYTES = 16;

/** Entries with their data, the directory's records, and the end records. Repaired, they find each other again. */
export const zipStructure: Structure = {
  split(bytes) {
    const chunks: Chunk[] = [];
    let [start, kind] = [0, "rest"];
    for (let at = 0; at + 4 <= bytes.byteLength; at++) {
      if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) continue;
      const next = KINDS.get(((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
      if (next === undefined) continue;
      if (at > start) chunks.push({ kind, bytes: bytes.subarray(start, at) });
      [start, kind] = [at, next];
    }
    return [...chunks, { kind, bytes: bytes.subarray(start) }];
  },
  repair(chunks) {
    const whole = joinChunks(chunks);
    const view = new DataView(whole.buffer);
    const entries: Entry[] = [];
    let [at, records, start, wideEnd] = [0, 0, 0, 0];
    for (const { kind, bytes } of chunks) {
      const has = (count: number): boolean => bytes.byteLength >= count;
      if (kind === "entry") entries.push(repairEntry(view, at, bytes.byteLength));
      if (kind === "record" && has(46)) {
        if (records === 0) start = at;
        const entry = entries[records++];
        if (entry !== undefined) repairRecord(view, at, entry);
      }
      if (kind === "wide end" && has(56)) {
        wideEnd = at;
        [records, records, at - start, start].forEach((value, i) =>
          view.setBigUint64(at + 24 + 8 * i, BigInt(value), true),
        );
      }
      if (kind === "locator" && has(20)) view.setBigUint64(at + 8, BigInt(wideEnd), true);
      if (kind === "end" && has(22) && view.getUint32(at + 16, true) !== WIDE) {
        view.setUint16(at + 8, records, true);
        view.setUint16(at + 10, records, true);
        view.setUint32(at + 12, (wideEnd === 0 ? at : wideEnd) - start, true);
        view.setUint32(at + 16, start, true);
      }
      at += bytes.byteLength;
    }
    return whole;
  },
};

interface Entry {
  offset: number;
  /** Bytes of its data as stored. */
  stored: number;
}

/** An entry that has its size behind its data gets it there; one that has it in its header keeps it, if there is so much. */
function repairEntry(view: DataView, offset: number, byteLength: number): Entry {
  if (byteLength < HEADER_BYTES) return { offset, stored: 0 };
  const nameAndExtra = view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const room = byteLength - HEADER_BYTES - nameAndExtra;
  if ((view.getUint16(offset + 6, true) & SIZES_FOLLOW) === 0) {
    return { offset, stored: Math.max(0, Math.min(room, view.getUint32(offset + 18, true))) };
  }
  const stored = Math.max(0, room - DESCRIPTOR_BYTES);
  if (room >= DESCRIPTOR_BYTES) writeSizes(view, offset + byteLength - 8, stored, view.getUint16(offset + 8, true));
  return { offset, stored };
}

function repairRecord(view: DataView, at: number, { offset, stored }: Entry): void {
  if (view.getUint32(at + 20, true) !== WIDE) writeSizes(view, at + 20, stored, view.getUint16(at + 10, true));
  if (view.getUint32(at + 42, true) !== WIDE) view.setUint32(at + 42, offset, true);
}

/** What is not compressed is as long as it is stored. */
function writeSizes(view: DataView, at: number, stored: number, method: number): void {
  view.setUint32(at, stored, true);
  if (method === 0) view.setUint32(at + 4, stored, true);
}
