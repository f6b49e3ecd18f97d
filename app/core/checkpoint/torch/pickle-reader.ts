import { CheckpointError, type CheckpointErrorCode } from "../../errors";
import { DOWNLOAD_AGAIN } from "../read-bytes";
import { type Opcode, opcodeOf } from "./pickle-opcodes";

/** Names of tensors and of Python's modules are below 100 bytes; ten times that. */
const MAX_TEXT_BYTES = 1024;
const NEWLINE = 10;

/** Reads a pickle's opcodes and what belongs to them, never past its end or that of a frame. */
export class PickleReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly file: string;
  private offset = 0;
  private opcodeOffset = 0;
  /** End of the frame that the offset is in; at or before the offset where it is in none. */
  private frameEnd = 0;
  private readonly utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(bytes: Uint8Array, file: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.file = file;
  }

  get isAtEnd(): boolean {
    return this.offset === this.bytes.byteLength;
  }

  opcode(): Opcode {
    this.opcodeOffset = this.offset;
    const byte = this.u8();
    const opcode = opcodeOf(byte);
    if (opcode === undefined) throw this.bad(`byte ${byte} is no opcode`);
    return opcode;
  }

  u8(): number {
    return this.view.getUint8(this.advance(1));
  }

  u16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  i32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  /** A whole number in two's complement of `byteLength` bytes. */
  integer(byteLength: number): number {
    if (byteLength > 8) throw this.bad(`a number of ${byteLength} bytes is impossible`);
    const at = this.advance(byteLength);
    let value = 0n;
    for (let i = 0; i < byteLength; i++) value |= BigInt(this.view.getUint8(at + i)) << BigInt(8 * i);
    const number = Number(BigInt.asIntN(8 * byteLength, value));
    if (!Number.isSafeInteger(number)) throw this.bad(`the number ${number} is impossible`);
    return number;
  }

  text(byteLength: number): string {
    if (byteLength > MAX_TEXT_BYTES) {
      throw this.bad(`a text of ${byteLength} bytes is longer than the ${MAX_TEXT_BYTES} allowed`);
    }
    const at = this.advance(byteLength);
    try {
      return this.utf8.decode(this.bytes.subarray(at, at + byteLength));
    } catch (cause) {
      throw this.bad("a text is not valid UTF-8", { cause });
    }
  }

  /** Text up to a line feed, which is read but not returned. */
  line(): string {
    const length = this.bytes.subarray(this.offset, this.offset + MAX_TEXT_BYTES + 1).indexOf(NEWLINE);
    if (length < 0) throw this.bad("a line does not end");
    const line = this.text(length);
    this.advance(1);
    return line;
  }

  /** Begins a frame: what follows, up to its end, is whole opcodes. */
  frame(): void {
    const byteLength = Number(this.view.getBigUint64(this.advance(8), true));
    if (this.offset < this.frameEnd) throw this.bad("a frame begins within another");
    if (byteLength > this.bytes.byteLength - this.offset) throw this.bad("a frame is longer than the pickle");
    this.frameEnd = this.offset + byteLength;
  }

  bad(
    problem: string,
    options: { code?: CheckpointErrorCode; advice?: string; cause?: unknown } = {},
  ): CheckpointError {
    const { code = "bad-header", advice = DOWNLOAD_AGAIN, cause } = options;
    const place = `data.pkl, byte ${this.opcodeOffset}`;
    return new CheckpointError(code, { file: this.file, place, problem, advice }, { cause });
  }

  /** Moves past `count` bytes and returns where they start. */
  private advance(count: number): number {
    const start = this.offset;
    const isFramed = start < this.frameEnd;
    if (start + count > (isFramed ? this.frameEnd : this.bytes.byteLength)) {
      throw this.bad(isFramed ? "its frame ends too early" : "the pickle ends too early");
    }
    this.offset = start + count;
    return start;
  }
}
