import type { ByteSource } from "../byte-source";
import { CheckpointError } from "../errors";
import { DOWNLOAD_AGAIN, readBytes, truncated } from "./read-bytes";

/** Bytes fetched at once: large enough that a header of a few MB takes a handful of reads. */
const WINDOW_BYTES = 1 << 20;

interface Limits {
  /** The reader refuses to go past this offset, whatever the file's length. */
  limitBytes: number;
  signal?: AbortSignal | undefined;
}

/** Reads little-endian values forward from the start of a file, never past its end or past a limit. */
export class BoundedReader {
  readonly file: string;
  private readonly source: ByteSource;
  private readonly limitBytes: number;
  private readonly signal: AbortSignal | undefined;
  private window: DataView = new DataView(new ArrayBuffer(0));
  private windowStart = 0;
  private offset = 0;
  private readonly text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(source: ByteSource, file: string, { limitBytes, signal }: Limits) {
    this.source = source;
    this.file = file;
    this.limitBytes = limitBytes;
    this.signal = signal;
  }

  /** Offset of the next byte from the start of the file. */
  get position(): number {
    return this.offset;
  }

  /** Bytes between the position and the end of the file. */
  get bytesLeft(): number {
    return this.source.byteLength - this.offset;
  }

  /** Throws "truncated" unless `count` things of at least `minBytes` each can still follow: call before allocating. */
  expect(count: number, minBytes: number, place: string): void {
    if (count > this.bytesLeft / minBytes) {
      throw truncated(
        { file: this.file, place },
        `${count} entries should follow, but only ${this.bytesLeft} bytes of the file are left`,
      );
    }
  }

  u8(place: string): Promise<number> {
    return this.number(1, place, (view, at) => view.getUint8(at));
  }

  u32(place: string): Promise<number> {
    return this.number(4, place, (view, at) => view.getUint32(at, true));
  }

  /** An unsigned 64-bit count or offset. Throws "bad-header" above 2^53 - 1, which no file reaches. */
  async size(place: string): Promise<number> {
    const at = await this.advance(8, place);
    const value = this.window.getBigUint64(at, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.bad(place, `the number ${value.toString()} is impossible`);
    return Number(value);
  }

  /** One number read by `get` from a view of `bytes` bytes. */
  async number(bytes: number, place: string, get: (view: DataView, at: number) => number): Promise<number> {
    const at = await this.advance(bytes, place);
    return get(this.window, at);
  }

  /** A 64-bit length, then that many bytes of UTF-8. Throws "bad-header" above `maxBytes` or where the decoder throws. */
  async string(maxBytes: number, place: string, decoder = this.text): Promise<string> {
    const length = await this.size(place);
    this.expect(length, 1, place);
    if (length > maxBytes) throw this.bad(place, `a text of ${length} bytes is longer than the ${maxBytes} allowed`);
    const at = await this.advance(length, place);
    try {
      return decoder.decode(new Uint8Array(this.window.buffer, this.window.byteOffset + at, length));
    } catch (cause) {
      throw this.bad(place, "a text is not valid UTF-8", cause);
    }
  }

  bad(place: string, problem: string, cause?: unknown): CheckpointError {
    return new CheckpointError("bad-header", { file: this.file, place, problem, advice: DOWNLOAD_AGAIN }, { cause });
  }

  /** Moves past `count` bytes and returns where they start in the window. */
  private async advance(count: number, place: string): Promise<number> {
    const start = this.offset;
    if (start + count > this.windowStart + this.window.byteLength) await this.fill(start, count, place);
    this.offset = start + count;
    return start - this.windowStart;
  }

  private async fill(start: number, count: number, place: string): Promise<void> {
    this.signal?.throwIfAborted();
    const at = { file: this.file, place };
    if (count > this.source.byteLength - start) {
      throw truncated(at, `the file ends at byte ${this.source.byteLength}, before its header does`);
    }
    if (start + count > this.limitBytes) {
      throw this.bad(place, `the header is longer than the ${this.limitBytes} bytes allowed`);
    }
    const end = Math.min(start + Math.max(count, WINDOW_BYTES), this.source.byteLength);
    const bytes = await readBytes(this.source, start, end, at);
    this.window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.windowStart = start;
  }
}
