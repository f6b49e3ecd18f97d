import { decodeRows } from "../checkpoint/decode-rows";
import type { SourceDtype } from "../checkpoint/types";
import type { QuantizerMemory } from "./quantizer-memory";

/** Numbers of the dtypes that the quantizer decodes itself, and bytes of their values; see model-config/quantizer/lanes.h. */
const NATIVE_DTYPES = { F32: { number: 0, bytes: 4 }, F16: { number: 1, bytes: 2 }, BF16: { number: 2, bytes: 2 } };

/**
 * Puts `values` values where the quantizer reads them: as they are if it knows their dtype, else as float32. Zeros follow, up
 * to `room` values, which take 4 bytes each at most. Returns the number of the dtype that they now have.
 */
export function putSource(
  memory: QuantizerMemory,
  address: number,
  dtype: SourceDtype,
  bytes: Uint8Array,
  values: number,
  room: number,
): number {
  if (dtype !== "F32" && dtype !== "F16" && dtype !== "BF16") {
    const target = memory.floats(address, room);
    decodeRows(dtype, bytes, values, target);
    target.fill(0, values);
    return NATIVE_DTYPES.F32.number;
  }
  const native = NATIVE_DTYPES[dtype];
  const target = memory.bytes(address, room * native.bytes);
  target.set(bytes);
  target.fill(0, bytes.length);
  return native.number;
}
