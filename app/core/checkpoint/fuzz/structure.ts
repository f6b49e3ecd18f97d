/** A part of an input that mutations move, copy and replace as a whole. */
export interface Chunk {
  /** What it is, in the format's words: only chunks of a kind stand in for each other. */
  kind: string;
  bytes: Uint8Array;
}

/** How a format is put together, so that mutations reach what lies behind its lengths, counts and checksums. */
export interface Structure {
  /** The parts of any bytes, damaged ones included: joined without repair, they are the same bytes again. */
  split(bytes: Uint8Array): Chunk[];
  /** Chunks as one input, with the lengths, counts and checksums that belong to them. */
  repair(chunks: readonly Chunk[]): Uint8Array;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.byteLength;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

export function joinChunks(chunks: readonly Chunk[]): Uint8Array {
  return joinBytes(chunks.map(({ bytes }) => bytes));
}
