import { BitReader } from "./bit-reader";
import { type CodeLengths, FIXED_LENGTHS, MAX_HEADER_BYTES, readCodeLengths } from "./block-header";
import { fillHuffmanTable, newHuffmanTable } from "./huffman-table";
import { HELD_BYTES, inflateCodes, MAX_MATCH_BYTES } from "./inflate-codes";
import { DISTANCE_SYMBOLS, LITERAL_SYMBOLS } from "./symbols";

/** How far back deflate's matches reach. */
const HISTORY_BYTES = 1 << 15;
/** Output decoded before the history is moved to the front again. */
const ROOM_BYTES = 1 << 18;

/** A place in a deflate stream from which it can be decoded. */
export interface AccessPoint {
  /** Bit of the stream where the block starts in which the place lies. */
  blockBit: number;
  /** Bit of the stream of the place itself. */
  bit: number;
  /** Bytes of output before it. */
  outOffset: number;
  /** The last of those bytes, as far back as matches may reach. */
  history: Uint8Array;
}

/** What the next bits of the stream are: a block's header, or its contents, which `codes` have been read for. */
type Block = { kind: "none" } | { kind: "stored"; endByte: number } | { kind: "coded" };

const ENDS_EARLY = "its compressed data end too early";

const START: AccessPoint = { blockBit: 0, bit: 0, outOffset: 0, history: new Uint8Array(0) };

/** Part of a deflate stream. */
export interface InflateInput {
  bytes: Uint8Array;
  /** Offset of the first byte in the stream. */
  start: number;
  /** True if the stream ends with the last byte. */
  isLast: boolean;
}

/**
 * Decodes a raw deflate stream (RFC 1951) piece by piece, from its start or from an access point. It stops only between symbols
 * and holds no input, so that its state is a place in the stream, the block's codes and the last output.
 * Every method that decodes throws what `bad` makes of a clause that says what is wrong.
 */
export class Inflater {
  /** Bytes of output so far, those before the access point included. */
  outOffset: number;
  isDone = false;
  private bit: number;
  private blockBit: number;
  /** Where to go on in the block whose header is read first. */
  private resumeBit: number | undefined;
  private block: Block = { kind: "none" };
  private isFinal = false;
  private readonly window: Uint8Array<ArrayBuffer>;
  private windowEnd: number;
  /** What the tables are filled for. */
  private codes: CodeLengths | undefined;
  private readonly literals = newHuffmanTable();
  private readonly distances = newHuffmanTable();
  private readonly bad: (problem: string) => Error;

  /** `sizeBytes` is the output's whole length, if that is known: a smaller one needs less memory. */
  constructor(bad: (problem: string) => Error, from: AccessPoint = START, sizeBytes = Infinity) {
    this.bad = bad;
    this.outOffset = from.outOffset;
    this.bit = from.blockBit;
    this.blockBit = from.blockBit;
    this.resumeBit = from.bit === from.blockBit ? undefined : from.bit;
    this.window = new Uint8Array(Math.min(HISTORY_BYTES + ROOM_BYTES, sizeBytes + 1) + MAX_MATCH_BYTES);
    this.window.set(from.history);
    this.windowEnd = from.history.byteLength;
  }

  /** Offset in the stream of the byte from which input is needed next. */
  get inputOffset(): number {
    return Math.floor(this.bit / 8);
  }

  /** Offset in the stream of the first byte of which nothing has been used. */
  get inputEnd(): number {
    return Math.ceil(this.bit / 8);
  }

  /** Offset in the output of the first byte that is still held. */
  get heldOffset(): number {
    return this.outOffset - this.windowEnd;
  }

  /** Bytes of output from `start` to `end`, which must both be held; valid until the next call of `run`. */
  held(start: number, end: number): Uint8Array {
    return this.window.subarray(start - this.heldOffset, end - this.heldOffset);
  }

  /** The place that was reached. */
  accessPoint(): AccessPoint {
    const { bit, outOffset } = this;
    const blockBit = this.block.kind === "none" ? bit : this.blockBit;
    const history = this.window.slice(Math.max(0, this.windowEnd - HISTORY_BYTES), this.windowEnd);
    return { blockBit, bit, outOffset, history };
  }

  /**
   * Decodes on from `inputOffset` until the input is used up but for at most 1 KiB, until `outLimit` bytes of output or a few
   * more, or for as much as the window takes. Whatever comes out is held. Input that is not the last must be longer than 1 KiB.
   */
  run({ bytes, start, isLast }: InflateInput, outLimit: number): void {
    this.makeRoom();
    const limits = {
      input: isLast ? bytes.byteLength : bytes.byteLength - MAX_HEADER_BYTES,
      out: Math.min(this.window.byteLength - MAX_MATCH_BYTES, outLimit - this.heldOffset),
    };
    const reader = new BitReader(bytes, this.bit - 8 * start);
    if (reader.bit >= 8 * bytes.byteLength && !this.isDone) throw this.bad(ENDS_EARLY);
    while (!this.isDone && this.windowEnd < limits.out && reader.bit < 8 * limits.input) {
      if (this.block.kind === "none") this.readHeader(reader, start);
      else if (this.block.kind === "stored") this.copyStored(reader, start, this.block.endByte, limits.out);
      else this.decode(reader, limits);
    }
    if (isLast && reader.bit > 8 * bytes.byteLength) throw this.bad(ENDS_EARLY);
    this.bit = 8 * start + reader.bit;
  }

  private makeRoom(): void {
    if (this.windowEnd < this.window.byteLength - MAX_MATCH_BYTES) return;
    this.window.copyWithin(0, this.windowEnd - HISTORY_BYTES, this.windowEnd);
    this.windowEnd = HISTORY_BYTES;
  }

  private readHeader(reader: BitReader, start: number): void {
    this.blockBit = 8 * start + reader.bit;
    this.isFinal = reader.read(1) === 1;
    const type = reader.read(2);
    if (type === 0) {
      reader.toNextByte();
      const length = reader.read(16);
      if (reader.read(16) !== (length ^ 0xffff)) throw this.bad("a length of stored bytes contradicts itself");
      this.block = { kind: "stored", endByte: start + reader.bit / 8 + length };
      if (length === 0) this.endBlock();
    } else {
      const lengths = type === 1 ? FIXED_LENGTHS : type === 2 ? readCodeLengths(reader) : "a block has no known kind";
      if (typeof lengths === "string") throw this.bad(lengths);
      this.fillTables(lengths);
      this.block = { kind: "coded" };
    }
    if (this.resumeBit !== undefined) reader.bit = this.resumeBit - 8 * start;
    this.resumeBit = undefined;
  }

  private fillTables(codes: CodeLengths): void {
    if (this.codes === codes) return;
    const problem =
      fillHuffmanTable(this.literals, codes.literals, LITERAL_SYMBOLS, true) ??
      fillHuffmanTable(this.distances, codes.distances, DISTANCE_SYMBOLS, true);
    if (problem !== undefined) throw this.bad(problem);
    this.codes = codes;
  }

  private copyStored(reader: BitReader, start: number, endByte: number, outLimit: number): void {
    const from = reader.bit / 8;
    const left = endByte - start - from;
    const count = Math.min(left, reader.input.byteLength - from, outLimit - this.windowEnd);
    this.window.set(reader.input.subarray(from, from + count), this.windowEnd);
    this.wrote(count);
    reader.bit += 8 * count;
    if (count === left) this.endBlock();
  }

  private decode(reader: BitReader, limits: { input: number; out: number }): void {
    const position = { bit: reader.bit, out: this.windowEnd };
    const { literals, distances } = this;
    const held = limits.input + HELD_BYTES;
    const result = inflateCodes(position, reader.input, held, this.window, limits.out, literals, distances);
    if (typeof result === "string") throw this.bad(position.bit > 8 * reader.input.byteLength ? ENDS_EARLY : result);
    this.wrote(position.out - this.windowEnd);
    reader.bit = position.bit;
    if (result) this.endBlock();
  }

  private wrote(count: number): void {
    this.windowEnd += count;
    this.outOffset += count;
  }

  private endBlock(): void {
    this.block = { kind: "none" };
    this.isDone = this.isFinal;
  }
}
