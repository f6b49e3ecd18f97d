import { halfToFloat } from "../checkpoint/half";

/** The float32 values of a q4g32 row: `weight` uint32 [columns / 8], `scale` uint32 [columns / 64]. */
export function unpackRow(weight: Uint32Array, scale: Uint32Array): Float32Array {
  return Float32Array.from({ length: weight.length * 8 }, (_, column) => {
    const nibble = ((weight[column >> 3] ?? 0) >>> (4 * (column & 7))) & 15;
    const half = ((scale[column >> 6] ?? 0) >>> (column & 32 ? 16 : 0)) & 0xffff;
    return (nibble - 8) * halfToFloat(half);
  });
}
