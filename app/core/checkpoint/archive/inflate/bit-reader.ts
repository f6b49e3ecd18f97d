/** Reads the bits of a deflate stream from a given one on, lowest first. Bytes beyond the end read as zeros. */
export class BitReader {
  readonly input: Uint8Array;
  /** Next bit, from the input's first byte's lowest on. */
  bit: number;

  constructor(input: Uint8Array, bit: number) {
    this.input = input;
    this.bit = bit;
  }

  /** The next bits, at most 16, which stay where they are. */
  peek(count: number): number {
    const at = this.bit >>> 3;
    const three = (this.input[at] ?? 0) | ((this.input[at + 1] ?? 0) << 8) | ((this.input[at + 2] ?? 0) << 16);
    return (three >>> (this.bit & 7)) & ((1 << count) - 1);
  }

  read(count: number): number {
    const value = this.peek(count);
    this.bit += count;
    return value;
  }

  toNextByte(): void {
    this.bit = (this.bit + 7) & ~7;
  }
}
