// Products of rows with a few vectors, in float32: of a matrix as it is in a checkpoint, and of the same as q4g32.
#include "lanes.h"

enum { MAX_VECTORS = 8 };

INLINE float sum_of_lanes(v128_t lanes) {
  v128_t pairs = wasm_f32x4_add(lanes, wasm_i64x2_shuffle(lanes, lanes, 1, 1));
  return wasm_f32x4_extract_lane(pairs, 0) + wasm_f32x4_extract_lane(pairs, 1);
}

// Decodes eight values from value `at` of the source on.
INLINE void load_eight(Dtype dtype, const void* source, int32_t at, v128_t values[2]) {
  if (dtype == F32) {
    values[0] = wasm_v128_load((const float*)source + at);
    values[1] = wasm_v128_load((const float*)source + at + 4);
    return;
  }
  v128_t halves = wasm_v128_load((const int16_t*)source + at);
  v128_t low = wasm_i32x4_extend_low_i16x8(halves), high = wasm_i32x4_extend_high_i16x8(halves);
  values[0] = dtype == F16 ? half_to_float(low) : wasm_i32x4_shl(low, 16);
  values[1] = dtype == F16 ? half_to_float(high) : wasm_i32x4_shl(high, 16);
}

// One row: source [columns], vectors [count, columns], product [count].
INLINE void multiply_row(Dtype dtype, const void* source, int32_t columns, const float* vectors, int32_t count,
                         float* product) {
  v128_t sums[MAX_VECTORS];
  for (int32_t c = 0; c < count; c++) sums[c] = wasm_f32x4_splat(0);
  for (int32_t at = 0; at < columns; at += 8) {
    v128_t values[2];
    load_eight(dtype, source, at, values);
    for (int32_t c = 0; c < count; c++) {
      const float* vector = vectors + c * columns + at;
      v128_t low = wasm_f32x4_mul(values[0], wasm_v128_load(vector));
      v128_t high = wasm_f32x4_mul(values[1], wasm_v128_load(vector + 4));
      sums[c] = wasm_f32x4_add(sums[c], wasm_f32x4_add(low, high));
    }
  }
  for (int32_t c = 0; c < count; c++) product[c] = sum_of_lanes(sums[c]);
}

static NOINLINE void multiply_f32(const float* row, int32_t columns, const float* vectors, int32_t count,
                                  float* product) {
  multiply_row(F32, row, columns, vectors, count, product);
}

static NOINLINE void multiply_f16(const int16_t* row, int32_t columns, const float* vectors, int32_t count,
                                  float* product) {
  multiply_row(F16, row, columns, vectors, count, product);
}

static NOINLINE void multiply_bf16(const int16_t* row, int32_t columns, const float* vectors, int32_t count,
                                   float* product) {
  multiply_row(BF16, row, columns, vectors, count, product);
}

// source [rows, columns], vectors [count, columns], product [rows, count]; columns is a multiple of 8, count at most 8.
EXPORT void multiply(Dtype dtype, const void* source, int32_t rows, int32_t columns, const float* vectors,
                     int32_t count, float* product) {
  for (int32_t row = 0; row < rows; row++, product += count) {
    int32_t first = row * columns;
    if (dtype == F32) multiply_f32((const float*)source + first, columns, vectors, count, product);
    if (dtype == F16) multiply_f16((const int16_t*)source + first, columns, vectors, count, product);
    if (dtype == BF16) multiply_bf16((const int16_t*)source + first, columns, vectors, count, product);
  }
}

// A group's 16 bytes of nibbles -> its 32 levels, -8 to 7, four to a vector.
INLINE void load_levels(const uint32_t* words, v128_t levels[8]) {
  v128_t bytes = wasm_v128_load(words);
  v128_t low = wasm_v128_and(bytes, wasm_i8x16_splat(15)), high = wasm_u8x16_shr(bytes, 4);
  v128_t eight = wasm_i8x16_splat(8);
  v128_t nibbles[2] = {
      wasm_i8x16_sub(wasm_i8x16_shuffle(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), eight),
      wasm_i8x16_sub(wasm_i8x16_shuffle(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
                     eight),
  };
  for (int half = 0; half < 2; half++) {
    v128_t first = wasm_i16x8_extend_low_i8x16(nibbles[half]), second = wasm_i16x8_extend_high_i8x16(nibbles[half]);
    levels[4 * half] = wasm_f32x4_convert_i32x4(wasm_i32x4_extend_low_i16x8(first));
    levels[4 * half + 1] = wasm_f32x4_convert_i32x4(wasm_i32x4_extend_high_i16x8(first));
    levels[4 * half + 2] = wasm_f32x4_convert_i32x4(wasm_i32x4_extend_low_i16x8(second));
    levels[4 * half + 3] = wasm_f32x4_convert_i32x4(wasm_i32x4_extend_high_i16x8(second));
  }
}

static NOINLINE void multiply_packed_row(const uint32_t* words, const int16_t* halves, int32_t columns,
                                         const float* vectors, int32_t count, float* product) {
  v128_t sums[MAX_VECTORS];
  for (int32_t c = 0; c < count; c++) sums[c] = wasm_f32x4_splat(0);
  for (int32_t at = 0; at < columns; at += GROUP_VALUES, words += GROUP_WORDS, halves++) {
    v128_t levels[8];
    load_levels(words, levels);
    v128_t scale = half_to_float(wasm_i32x4_splat(*halves));
    for (int32_t c = 0; c < count; c++) {
      const float* vector = vectors + c * columns + at;
      v128_t sum = wasm_f32x4_mul(levels[0], wasm_v128_load(vector));
      for (int i = 1; i < 8; i++) sum = wasm_f32x4_add(sum, wasm_f32x4_mul(levels[i], wasm_v128_load(vector + 4 * i)));
      sums[c] = wasm_f32x4_add(sums[c], wasm_f32x4_mul(scale, sum));
    }
  }
  for (int32_t c = 0; c < count; c++) product[c] = sum_of_lanes(sums[c]);
}

// weight [rows, columns / 8] and scale [rows, columns / 32] as q4g32 holds them; the rest as in `multiply`.
EXPORT void multiply_packed(const uint32_t* weight, const int16_t* scale, int32_t rows, int32_t columns,
                            const float* vectors, int32_t count, float* product) {
  for (int32_t row = 0; row < rows; row++) {
    multiply_packed_row(weight, scale, columns, vectors, count, product);
    weight += columns / 8;
    scale += columns / GROUP_VALUES;
    product += count;
  }
}
