import type { ByteSource } from "../../byte-source";
import { crc32 } from "./inflate/crc32";
import type { AccessPoint } from "./inflate/inflater";
import { type DeflateStream, StreamDecoder } from "./inflate/stream-decoder";

interface Options {
  /** CRC-32 that the archive gives. */
  checksum: number;
  /** Bytes of output between two access points. */
  spacingBytes: number;
  /** Told before each read, so that sources used longer ago can be told to let go of their decoders. */
  onUse: (source: DeflatedSource) => void;
  signal: AbortSignal | undefined;
}

/**
 * A deflated entry of an archive as if it were stored: reads may start anywhere. Reading on repeats no work; other reads start
 * from the nearest access point before them, of which the first pass leaves one every `spacingBytes`. The same pass computes the
 * checksum, whatever reads it is made of, and the read that completes it fails if that or the length is not what the archive
 * says. Reads are served one after the other. Holds 32 KiB a point and, until it is released, 900 KiB for a decoder.
 */
export class DeflatedSource implements ByteSource {
  readonly byteLength: number;
  private readonly stream: DeflateStream;
  private readonly options: Options;
  private readonly points: AccessPoint[] = [];
  private decoder: StreamDecoder | undefined;
  /** How far the entry has ever been decoded, and the checksum of all up to there. */
  private frontier = { offset: 0, checksum: 0 };
  private lastRead: Promise<unknown> = Promise.resolve();

  constructor(stream: DeflateStream, options: Options) {
    this.byteLength = stream.sizeBytes;
    this.stream = stream;
    this.options = options;
  }

  slice(start: number, end: number): Promise<Uint8Array> {
    const read = this.lastRead.then(() => this.read(start, end));
    this.lastRead = read.catch(() => undefined);
    return read;
  }

  /** Lets go of the decoder; the next read starts from an access point. */
  release(): void {
    this.decoder = undefined;
  }

  private async read(start: number, end: number): Promise<Uint8Array> {
    this.options.onUse(this);
    const decoder = this.decoderFor(start);
    // One that fails is of no further use.
    this.decoder = undefined;
    const { inflater } = decoder;
    const target = new Uint8Array(end - start);
    let filled = start;
    for (;;) {
      const available = Math.min(end, inflater.outOffset);
      if (available > filled) {
        target.set(inflater.held(filled, available), filled - start);
        filled = available;
      }
      const isChecked = inflater.isDone || inflater.outOffset < this.byteLength;
      if (filled === end && isChecked) break;
      this.options.signal?.throwIfAborted();
      await this.advance(decoder);
    }
    this.decoder = decoder;
    return target;
  }

  /** The decoder at hand, if it has not gone past the place and no access point is nearer to it; else one from that point. */
  private decoderFor(start: number): StreamDecoder {
    const point = this.points.findLast(({ outOffset }) => outOffset <= start);
    const current = this.decoder;
    const isNearest =
      current !== undefined &&
      current.inflater.heldOffset <= start &&
      current.inflater.outOffset >= Math.min(start, point?.outOffset ?? 0);
    return isNearest ? current : new StreamDecoder(this.stream, point);
  }

  private async advance(decoder: StreamDecoder): Promise<void> {
    const { inflater } = decoder;
    const nextPoint = (this.points.length + 1) * this.options.spacingBytes;
    await decoder.advance(Math.min(nextPoint, this.byteLength + 1));
    const { outOffset, isDone } = inflater;
    if (outOffset > this.byteLength || (isDone && outOffset < this.byteLength)) {
      throw this.stream.bad(
        `it unpacks to ${isDone ? "less" : "more"} than the ${this.byteLength} bytes that it should`,
      );
    }
    if (outOffset > this.frontier.offset) {
      const fresh = inflater.held(this.frontier.offset, outOffset);
      this.frontier = { offset: outOffset, checksum: crc32(fresh, this.frontier.checksum) };
      if (outOffset >= nextPoint) this.points.push(inflater.accessPoint());
    }
    if (!isDone) return;
    if (inflater.inputEnd < this.stream.bytes.byteLength) throw this.stream.bad("bytes follow its compressed data");
    if (this.frontier.checksum !== this.options.checksum) throw this.stream.bad("its checksum is wrong");
  }
}
