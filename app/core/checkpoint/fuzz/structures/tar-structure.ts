import { TAR_BLOCK_BYTES as BLOCK_BYTES } from "../../archive/tar-header";
import { latin1 } from "../../testing/build-zip";
import { type Chunk, joinBytes, type Structure } from "../structure";

const SIZE = { start: 124, end: 136 };
const CHECKSUM = { start: 148, end: 156 };
const BLANK = new Uint8Array(BLOCK_BYTES);

/** Headers, data with their padding, and the end. Repaired, sizes fit, data fill blocks, checksums are right, and there is an end. */
export const tarStructure: Structure = {
  split(bytes) {
    const chunks: Chunk[] = [];
    let at = 0;
    while (at + BLOCK_BYTES <= bytes.byteLength && bytes[at] !== 0) {
      const header = bytes.subarray(at, at + BLOCK_BYTES);
      const dataEnd = at + BLOCK_BYTES + Math.ceil(sizeOf(header) / BLOCK_BYTES) * BLOCK_BYTES;
      chunks.push({ kind: "header", bytes: header });
      if (dataEnd > at + BLOCK_BYTES) chunks.push({ kind: "data", bytes: bytes.subarray(at + BLOCK_BYTES, dataEnd) });
      at = Math.min(dataEnd, bytes.byteLength);
    }
    return [...chunks, { kind: "end", bytes: bytes.subarray(at) }];
  },
  repair(chunks) {
    const parts = chunks.flatMap(({ kind, bytes }, i) => {
      if (kind === "end") return [];
      if (kind !== "header") return [bytes, BLANK.subarray(0, -bytes.byteLength & (BLOCK_BYTES - 1))];
      const next = chunks[i + 1];
      return [repairHeader(bytes, next?.kind === "data" ? next.bytes.byteLength : 0)];
    });
    return joinBytes([...parts, BLANK, BLANK]);
  },
};

/** Of the data behind a header; 0 where it is no number. */
function sizeOf(header: Uint8Array): number {
  return Math.max(0, parseInt(String.fromCharCode(...header.subarray(SIZE.start, SIZE.end)), 8) || 0);
}

function repairHeader(bytes: Uint8Array, dataBytes: number): Uint8Array {
  const header = BLANK.slice();
  header.set(bytes.subarray(0, BLOCK_BYTES));
  const blocks = (byteLength: number): number => Math.ceil(byteLength / BLOCK_BYTES);
  if (blocks(sizeOf(header)) !== blocks(dataBytes)) header.set(octal(dataBytes, 11), SIZE.start);
  header.fill(0x20, CHECKSUM.start, CHECKSUM.end);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(octal(sum, 6), CHECKSUM.start);
  return header;
}

function octal(value: number, digits: number): Uint8Array {
  return latin1(`${value.toString(8).padStart(digits, "0")}\0`);
}
