import type { ByteSource } from "../../../byte-source";
import { readBytes, type ReadPlace } from "../../read-bytes";
import { MAX_HEADER_BYTES } from "./block-header";
import { type AccessPoint, Inflater, type InflateInput } from "./inflater";

/** Compressed bytes read at once. */
const INPUT_BYTES = 1 << 19;

/** A deflate stream within a source, and what to say if it cannot be decoded. */
export interface DeflateStream {
  bytes: ByteSource;
  /** Length of what it should decode to. */
  sizeBytes: number;
  at: ReadPlace;
  bad: (problem: string) => Error;
}

/** An Inflater that reads its own input. */
export class StreamDecoder {
  readonly inflater: Inflater;
  private readonly stream: DeflateStream;
  private input: InflateInput = { bytes: new Uint8Array(0), start: 0, isLast: false };

  constructor(stream: DeflateStream, from: AccessPoint | undefined) {
    this.inflater = new Inflater(stream.bad, from, stream.sizeBytes);
    this.stream = stream;
  }

  /** Decodes some more, at most to a few bytes beyond `outLimit`. Throws what reading throws, and what the stream's `bad` makes. */
  async advance(outLimit: number): Promise<void> {
    const { bytes, at } = this.stream;
    const start = this.inflater.inputOffset;
    const left = this.input.start + this.input.bytes.byteLength - start;
    const isUsedUp = !this.input.isLast && left <= MAX_HEADER_BYTES;
    if (start < this.input.start || isUsedUp) {
      const end = Math.min(start + INPUT_BYTES, bytes.byteLength);
      this.input = { bytes: await readBytes(bytes, start, end, at), start, isLast: end === bytes.byteLength };
    }
    this.inflater.run(this.input, outLimit);
  }
}
