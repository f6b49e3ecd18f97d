/** Appends little-endian values; for files that tests build. */
export class ByteWriter {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  get byteLength(): number {
    return this.length;
  }

  bytes(part: Uint8Array): this {
    this.parts.push(part);
    this.length += part.byteLength;
    return this;
  }

  u8(value: number): this {
    return this.bytes(Uint8Array.of(value));
  }

  u32(value: number): this {
    return this.view(4, (view) => view.setUint32(0, value, true));
  }

  i32(value: number): this {
    return this.view(4, (view) => view.setInt32(0, value, true));
  }

  f32(value: number): this {
    return this.view(4, (view) => view.setFloat32(0, value, true));
  }

  u64(value: number | bigint): this {
    return this.view(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  /** A 64-bit length and UTF-8, as GGUF writes text. */
  text(value: string): this {
    const bytes = new TextEncoder().encode(value);
    return this.u64(bytes.byteLength).bytes(bytes);
  }

  padTo(multiple: number): this {
    return this.bytes(new Uint8Array((multiple - (this.length % multiple)) % multiple));
  }

  finish(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.byteLength;
    }
    return all;
  }

  private view(byteLength: number, set: (view: DataView) => void): this {
    const view = new DataView(new ArrayBuffer(byteLength));
    set(view);
    return this.bytes(new Uint8Array(view.buffer));
  }
}
