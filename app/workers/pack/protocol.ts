import type { MultiplyJob, MultiplyPackedJob, PackedRows, PackJob } from "../../core/quantize/row-packer";

/** What a row packer does, in a worker of its own. Buffers go over to the worker and come back, without being copied. */
export interface PackProtocol {
  pack: { input: PackJob; result: PackedRows & { source: Uint8Array }; event: never };
  multiply: { input: MultiplyJob; result: Products; event: never };
  multiplyPacked: { input: MultiplyPackedJob; result: Products; event: never };
}

interface Products {
  /** [rows, count]. */
  products: Float32Array<ArrayBuffer>;
  /** Buffers of the rows that were multiplied. */
  spent: ArrayBuffer[];
}
