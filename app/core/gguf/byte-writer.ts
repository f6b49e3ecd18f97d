const FIRST_CAPACITY_BYTES = 4096;
/** UTF-8 bytes that one UTF-16 unit becomes, at most. */
const MOST_BYTES_PER_UNIT = 3;

/** Appends little-endian values to a buffer that grows. */
export class ByteWriter {
  private buffer = new Uint8Array(FIRST_CAPACITY_BYTES);
  private view = new DataView(this.buffer.buffer);
  private length = 0;
  private readonly encoder = new TextEncoder();

  bytes(part: Uint8Array): this {
    const at = this.extend(part.byteLength);
    this.buffer.set(part, at);
    return this;
  }

  u8(value: number): this {
    const at = this.extend(1);
    this.view.setUint8(at, value);
    return this;
  }

  u32(value: number): this {
    const at = this.extend(4);
    this.view.setUint32(at, value, true);
    return this;
  }

  i32(value: number): this {
    const at = this.extend(4);
    this.view.setInt32(at, value, true);
    return this;
  }

  f32(value: number): this {
    const at = this.extend(4);
    this.view.setFloat32(at, value, true);
    return this;
  }

  u64(value: number | bigint): this {
    const at = this.extend(8);
    this.view.setBigUint64(at, BigInt(value), true);
    return this;
  }

  /** A 64-bit length and UTF-8, as GGUF writes text. */
  text(value: string): this {
    const at = this.extend(8 + value.length * MOST_BYTES_PER_UNIT);
    const written = this.ascii(value, at + 8) ?? this.encoder.encodeInto(value, this.buffer.subarray(at + 8)).written;
    this.view.setUint32(at, written, true);
    this.length = at + 8 + written;
    return this;
  }

  /** Writes text that is ASCII, as all but a few are, in a fraction of the encoder's time. Returns its length, or undefined. */
  private ascii(value: string, at: number): number | undefined {
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 127) return undefined;
      this.buffer[at + i] = unit;
    }
    return value.length;
  }

  /** Appends zeros until the length is a multiple of `multiple`. */
  padTo(multiple: number): this {
    this.extend((multiple - (this.length % multiple)) % multiple);
    return this;
  }

  /** A copy of everything that was appended. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }

  /** Makes room for `byteLength` bytes, still zero, at the end; may replace the buffer. Returns where they start. */
  private extend(byteLength: number): number {
    const start = this.length;
    this.length += byteLength;
    if (this.length > this.buffer.byteLength) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.buffer.byteLength));
      larger.set(this.buffer);
      this.buffer = larger;
      this.view = new DataView(larger.buffer);
    }
    return start;
  }
}
