// ggml's Q4_0 blocks as q4g32, without loss: the same nibbles and scales in another order.
#include "lanes.h"
#include "report.h"

// A half float, then 16 bytes with values 0 to 15 in their low nibbles and 16 to 31 in their high ones.
enum { BLOCK_BYTES = 18 };

// 16 nibbles, a byte each -> the same in the low 8 bits of eight uint16 lanes, the first of each pair in the low
// nibble.
INLINE v128_t join_pairs(v128_t nibbles) {
  return wasm_v128_and(wasm_v128_or(nibbles, wasm_u16x8_shr(nibbles, 4)), wasm_i16x8_splat(0xff));
}

INLINE v128_t squared_levels(v128_t nibbles) {
  v128_t levels = wasm_i8x16_sub(nibbles, wasm_i8x16_splat(8));
  v128_t low = wasm_i16x8_extend_low_i8x16(levels), high = wasm_i16x8_extend_high_i8x16(levels);
  return wasm_i32x4_add(wasm_i32x4_dot_i16x8(low, low), wasm_i32x4_dot_i16x8(high, high));
}

static NOINLINE Problem repack_block(const uint8_t* block, uint32_t* weight, uint16_t* scale, Report* report) {
  uint16_t half = (uint16_t)(block[0] | block[1] << 8);
  if ((half & 0x7c00) == 0x7c00) return NOT_FINITE;
  v128_t bytes = wasm_v128_load(block + 2);
  v128_t low = wasm_v128_and(bytes, wasm_i8x16_splat(15)), high = wasm_u8x16_shr(bytes, 4);
  wasm_v128_store(weight, wasm_u8x16_narrow_i16x8(join_pairs(low), join_pairs(high)));
  *scale = half;
  v128_t sums = wasm_i32x4_add(squared_levels(low), squared_levels(high));
  int32_t sum = wasm_i32x4_extract_lane(sums, 0) + wasm_i32x4_extract_lane(sums, 1) + wasm_i32x4_extract_lane(sums, 2) +
                wasm_i32x4_extract_lane(sums, 3);
  double value = wasm_f32x4_extract_lane(half_to_float(wasm_i32x4_splat((int16_t)half)), 0);
  report->squared_sum += value * value * sum;
  return NO_PROBLEM;
}

// Repacks block after block up to the first with a problem. The blocks begin with group `first_group` of a matrix;
// weight [groups * 4], scale [groups]. The report starts with zeros; sums are added to it.
EXPORT void repack(const uint8_t* blocks, int32_t groups, int32_t first_group, uint32_t* weight, uint16_t* scale,
                   Report* report) {
  for (int32_t group = 0; group < groups; group++) {
    report->problem = repack_block(blocks + group * BLOCK_BYTES, weight + group * GROUP_WORDS, scale + group, report);
    report->group = first_group + group;
    if (report->problem != NO_PROBLEM) return;
  }
}
