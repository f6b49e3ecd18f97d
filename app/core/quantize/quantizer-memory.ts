/** What quantizer.wasm exports; the functions take addresses in its memory. See model-config/quantizer/. */
export interface Quantizer {
  memory: WebAssembly.Memory;
  free_memory(): number;
  pack(
    dtype: number,
    source: number,
    groups: number,
    firstGroup: number,
    rowGroups: number,
    best: number,
    importance: number,
    weight: number,
    scale: number,
    report: number,
  ): void;
  repack(blocks: number, groups: number, firstGroup: number, weight: number, scale: number, report: number): void;
  multiply(
    dtype: number,
    source: number,
    rows: number,
    columns: number,
    vectors: number,
    count: number,
    product: number,
  ): void;
  multiply_packed(
    weight: number,
    scale: number,
    rows: number,
    columns: number,
    vectors: number,
    count: number,
    product: number,
  ): void;
}

const PAGE_BYTES = 65536;
/** What SIMD loads like, and every type needs. */
const ALIGNMENT = 16;

/** The quantizer's memory above its stack, shared out anew for each job. Views hold until the next {@link reserve}. */
export class QuantizerMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #start: number;

  constructor(quantizer: Quantizer) {
    this.#memory = quantizer.memory;
    this.#start = quantizer.free_memory();
  }

  /** Addresses of regions of these many bytes, one behind the other; the memory grows where they need more than there is. */
  reserve<const Sizes extends readonly number[]>(sizes: Sizes): { -readonly [index in keyof Sizes]: number } {
    let end = this.#start;
    const addresses = sizes.map((size) => {
      const address = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
      end = address + size;
      return address;
    });
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    return addresses as { -readonly [index in keyof Sizes]: number };
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address, length);
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  view(address: number, length: number): DataView {
    return new DataView(this.#memory.buffer, address, length);
  }
}
