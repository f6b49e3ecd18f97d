import type { ByteSource } from "../../byte-source";

/** The bytes with `gapBytes` zeros before offset `gapAt`, which take no memory. */
export function sparseSource(bytes: Uint8Array, gapAt: number, gapBytes: number): ByteSource {
  return {
    byteLength: bytes.byteLength + gapBytes,
    slice: (start, end) => {
      const part = new Uint8Array(end - start);
      if (start < gapAt) part.set(bytes.subarray(start, Math.min(end, gapAt)));
      const from = Math.max(start, gapAt + gapBytes);
      if (from < end) part.set(bytes.subarray(from - gapBytes, end - gapBytes), from - start);
      return Promise.resolve(part);
    },
  };
}
