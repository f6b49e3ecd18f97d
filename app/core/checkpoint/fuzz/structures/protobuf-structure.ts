import { type Chunk, joinBytes, joinChunks, type Structure } from "../structure";

/** The fields of the message, each with its tag. Repaired, texts and messages within have their lengths again. */
export const protobufStructure: Structure = {
  split(bytes) {
    const chunks: Chunk[] = [];
    for (let at = 0; at < bytes.byteLength;) {
      const end = Math.min(bytes.byteLength, fieldEnd(bytes, at));
      chunks.push({ kind: String(bytes[at]), bytes: bytes.subarray(at, end) });
      at = end;
    }
    return chunks;
  },
  repair: (chunks) => joinChunks(chunks.map(({ kind, bytes }) => ({ kind, bytes: withLength(bytes) }))),
};

function withLength(field: Uint8Array): Uint8Array {
  const contentStart = varint(field, 1).end;
  if (((field[0] ?? 0) & 7) !== 2 || contentStart > field.byteLength) return field;
  const content = field.subarray(contentStart);
  const length: number[] = [];
  for (let left = content.byteLength; length.length === 0 || left > 0; left >>= 7) {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
  }
  return joinBytes([field.subarray(0, 1), Uint8Array.from(length), content]);
}

function fieldEnd(bytes: Uint8Array, at: number): number {
  const tag = varint(bytes, at);
  const wireType = tag.value % 8;
  if (wireType === 1) return tag.end + 8;
  if (wireType === 5) return tag.end + 4;
  const number = varint(bytes, tag.end);
  return wireType === 2 ? number.end + number.value : number.end;
}

function varint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  let end = at;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[end++] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) break;
  }
  return { value, end };
}
