import { type Opcode, opcodeOf } from "../../torch/pickle-opcodes";
import { type Chunk, joinChunks, type Structure } from "../structure";

/** What follows an opcode: so many bytes, so many lines, or a length of so many bytes and what it counts. */
type Argument = { bytes: number } | { lines: number } | { length: number };

const ARGUMENTS: Partial<Record<Opcode, Argument>> = {
  FLOAT: { lines: 1 },
  INT: { lines: 1 },
  LONG: { lines: 1 },
  STRING: { lines: 1 },
  UNICODE: { lines: 1 },
  PERSID: { lines: 1 },
  GET: { lines: 1 },
  PUT: { lines: 1 },
  GLOBAL: { lines: 2 },
  INST: { lines: 2 },
  BININT: { bytes: 4 },
  BININT1: { bytes: 1 },
  BININT2: { bytes: 2 },
  BINFLOAT: { bytes: 8 },
  BINGET: { bytes: 1 },
  BINPUT: { bytes: 1 },
  LONG_BINGET: { bytes: 4 },
  LONG_BINPUT: { bytes: 4 },
  PROTO: { bytes: 1 },
  FRAME: { bytes: 8 },
  EXT1: { bytes: 1 },
  EXT2: { bytes: 2 },
  EXT4: { bytes: 4 },
  LONG1: { length: 1 },
  SHORT_BINSTRING: { length: 1 },
  SHORT_BINBYTES: { length: 1 },
  SHORT_BINUNICODE: { length: 1 },
  LONG4: { length: 4 },
  BINSTRING: { length: 4 },
  BINUNICODE: { length: 4 },
  BINBYTES: { length: 4 },
  BINUNICODE8: { length: 8 },
  BINBYTES8: { length: 8 },
  BYTEARRAY8: { length: 8 },
};
const NEWLINE = 10;

/** Opcodes with their arguments. Repaired, texts have their lengths again, and a frame what follows it. */
export const pickleStructure: Structure = {
  split(bytes) {
    const chunks: Chunk[] = [];
    for (let at = 0; at < bytes.byteLength;) {
      const opcode = opcodeOf(bytes[at] ?? 0);
      const end = Math.min(bytes.byteLength, argumentEnd(bytes, at + 1, opcode));
      chunks.push({ kind: opcode ?? "rest", bytes: bytes.subarray(at, end) });
      at = end;
    }
    return chunks;
  },
  repair(chunks) {
    const whole = joinChunks(chunks);
    const view = new DataView(whole.buffer);
    let at = 0;
    for (const { kind, bytes } of chunks) {
      const argument = ARGUMENTS[kind as Opcode];
      const width = argument !== undefined && "length" in argument ? argument.length : 0;
      const content = bytes.byteLength - 1 - width;
      if (kind === "FRAME" && bytes.byteLength === 9) view.setUint32(at + 1, whole.byteLength - at - 9, true);
      else if (width > 0 && content >= 0) {
        for (let i = 0; i < width; i++) whole[at + 1 + i] = Math.floor(content / 256 ** i);
      }
      at += bytes.byteLength;
    }
    return whole;
  },
};

function argumentEnd(bytes: Uint8Array, at: number, opcode: Opcode | undefined): number {
  const argument = opcode === undefined ? undefined : ARGUMENTS[opcode];
  if (argument === undefined) return at;
  if ("bytes" in argument) return at + argument.bytes;
  if ("length" in argument) {
    let length = 0;
    for (let i = 0; i < argument.length; i++) length += (bytes[at + i] ?? 0) * 256 ** i;
    return at + argument.length + length;
  }
  let end = at;
  for (let lines = argument.lines; lines > 0; lines--) {
    const newline = bytes.indexOf(NEWLINE, end);
    if (newline < 0) return bytes.byteLength;
    end = newline + 1;
  }
  return end;
}
