// Four groups of 32 weights at once: lane k of every vector belongs to group k, and nothing is summed across lanes.
#pragma once
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT __attribute__((visibility("default"), used))
#define INLINE static inline __attribute__((always_inline))
// A function that is called often is a unit that engines replace by optimized code while a block is under way.
#define NOINLINE __attribute__((noinline))

enum { GROUP_VALUES = 32, GROUPS = 4, GROUP_WORDS = 4 };

// The numbers that app/core/quantize/row-packer.ts knows them by.
typedef enum { F32, F16, BF16 } Dtype;

INLINE v128_t both(v128_t a, v128_t b) { return wasm_v128_and(a, b); }
INLINE v128_t either(v128_t a, v128_t b) { return wasm_v128_or(a, b); }
INLINE v128_t choose(v128_t mask, v128_t yes, v128_t no) { return wasm_v128_bitselect(yes, no, mask); }

INLINE v128_t magnitude_bits(v128_t floats) { return both(floats, wasm_i32x4_splat(0x7fffffff)); }

// int32 lanes of sign-extended half floats -> their bits, each where a float has it.
INLINE v128_t half_bits(v128_t halves) {
  return both(wasm_i32x4_shl(halves, 13), wasm_i32x4_splat((int32_t)0x8fffe000));
}

// The values of half floats none of which is subnormal or zero; exact. Infinities and NaNs become 65536 and more.
INLINE v128_t normal_half_to_float(v128_t halves) {
  return wasm_i32x4_add(half_bits(halves), wasm_i32x4_splat(112 << 23));
}

// int32 lanes of sign-extended half floats -> their values; exact. Infinities and NaNs become 65536 and more.
INLINE v128_t half_to_float(v128_t halves) {
  v128_t bits = half_bits(halves), normal = normal_half_to_float(halves);
  // A subnormal has no leading one: it is read as if it had, and that one, 2^-14, is taken off. (Multiplying by 2^112
  // would be shorter, and a hundred times slower on some processors wherever a half is subnormal.)
  v128_t subnormal = wasm_i32x4_eq(both(bits, wasm_i32x4_splat(31 << 23)), wasm_i32x4_splat(0));
  v128_t sign = both(bits, wasm_i32x4_splat((int32_t)0x80000000));
  v128_t one = both(subnormal, either(sign, wasm_i32x4_splat(113 << 23)));
  v128_t read = wasm_i32x4_add(normal, both(subnormal, wasm_i32x4_splat(1 << 23)));
  return either(wasm_f32x4_sub(read, one), sign);  // the difference has lost the sign of a negative zero
}

// Values below 65520 in magnitude -> the bits of the nearest half floats, in uint32 lanes; ties go to the even one.
INLINE v128_t float_to_half(v128_t values) {
  v128_t magnitude = magnitude_bits(values);
  v128_t sign = wasm_u32x4_shr(wasm_v128_xor(values, magnitude), 16);
  v128_t odd = both(wasm_u32x4_shr(magnitude, 13), wasm_i32x4_splat(1));
  v128_t rounding = wasm_i32x4_add(odd, wasm_i32x4_splat(0xfff - (112 << 23)));
  v128_t normal = wasm_u32x4_shr(wasm_i32x4_add(magnitude, rounding), 13);
  // Below 2^-14 the halves are multiples of 2^-24, as are the floats from 0.5 to 1: adding 0.5 rounds.
  v128_t raised = wasm_f32x4_add(magnitude, wasm_f32x4_splat(0.5f));
  v128_t subnormal = wasm_i32x4_sub(raised, wasm_f32x4_splat(0.5f));
  v128_t small = wasm_i32x4_lt(magnitude, wasm_i32x4_splat(113 << 23));
  return either(choose(small, subnormal, normal), sign);
}

INLINE v128_t sign_extend_halves(v128_t halves) { return wasm_i32x4_shr(wasm_i32x4_shl(halves, 16), 16); }

INLINE void transpose(v128_t* a, v128_t* b, v128_t* c, v128_t* d) {
  v128_t ab_low = wasm_i32x4_shuffle(*a, *b, 0, 4, 1, 5), ab_high = wasm_i32x4_shuffle(*a, *b, 2, 6, 3, 7);
  v128_t cd_low = wasm_i32x4_shuffle(*c, *d, 0, 4, 1, 5), cd_high = wasm_i32x4_shuffle(*c, *d, 2, 6, 3, 7);
  *a = wasm_i64x2_shuffle(ab_low, cd_low, 0, 2);
  *b = wasm_i64x2_shuffle(ab_low, cd_low, 1, 3);
  *c = wasm_i64x2_shuffle(ab_high, cd_high, 0, 2);
  *d = wasm_i64x2_shuffle(ab_high, cd_high, 1, 3);
}

// Value i of the four groups that start at the four addresses becomes lanes[i].
INLINE void load_float_groups(const float* const group[GROUPS], v128_t lanes[GROUP_VALUES]) {
  for (int i = 0; i < GROUP_VALUES; i += 4) {
    for (int k = 0; k < GROUPS; k++) lanes[i + k] = wasm_v128_load(group[k] + i);
    transpose(&lanes[i], &lanes[i + 1], &lanes[i + 2], &lanes[i + 3]);
  }
}

// Eight values of each of four groups in a row, of 16 bits each; `source` is the first group's.
typedef struct {
  v128_t group[GROUPS];
} Eights;

INLINE Eights load_eights(const int16_t* source) {
  Eights eights;
  for (int k = 0; k < GROUPS; k++) eights.group[k] = wasm_v128_load(source + k * GROUP_VALUES);
  return eights;
}

// Value i of the four groups becomes lanes[i], sign-extended to an int32.
INLINE void spread(Eights eights, v128_t lanes[8]) {
  v128_t a = eights.group[0], b = eights.group[1], c = eights.group[2], d = eights.group[3];
  v128_t ab[2] = {wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11),
                  wasm_i16x8_shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15)};
  v128_t cd[2] = {wasm_i16x8_shuffle(c, d, 0, 8, 1, 9, 2, 10, 3, 11),
                  wasm_i16x8_shuffle(c, d, 4, 12, 5, 13, 6, 14, 7, 15)};
  for (int half = 0; half < 2; half++) {
    v128_t first = wasm_i32x4_shuffle(ab[half], cd[half], 0, 4, 1, 5);
    v128_t second = wasm_i32x4_shuffle(ab[half], cd[half], 2, 6, 3, 7);
    v128_t* to = lanes + 4 * half;
    to[0] = wasm_i32x4_extend_low_i16x8(first);
    to[1] = wasm_i32x4_extend_high_i16x8(first);
    to[2] = wasm_i32x4_extend_low_i16x8(second);
    to[3] = wasm_i32x4_extend_high_i16x8(second);
  }
}

// Whether a half float among them is subnormal or zero.
INLINE int has_small_half(Eights eights) {
  v128_t least = wasm_i16x8_splat(0x7fff);
  for (int k = 0; k < GROUPS; k++) least = wasm_u16x8_min(least, both(eights.group[k], wasm_i16x8_splat(0x7fff)));
  return wasm_v128_any_true(wasm_i16x8_lt(least, wasm_i16x8_splat(0x400)));
}

// Half floats of four groups in a row, decoded: value i of the groups becomes lanes[i].
INLINE void load_half_groups(const int16_t* source, v128_t lanes[GROUP_VALUES]) {
  for (int i = 0; i < GROUP_VALUES; i += 8) {
    Eights eights = load_eights(source + i);
    spread(eights, lanes + i);
    // Few weights are so small, and those that are not take a quarter of the work.
    if (has_small_half(eights)) {
      for (int k = i; k < i + 8; k++) lanes[k] = half_to_float(lanes[k]);
    } else {
      for (int k = i; k < i + 8; k++) lanes[k] = normal_half_to_float(lanes[k]);
    }
  }
}

// The same for bfloat16.
INLINE void load_bfloat_groups(const int16_t* source, v128_t lanes[GROUP_VALUES]) {
  for (int i = 0; i < GROUP_VALUES; i += 8) {
    spread(load_eights(source + i), lanes + i);
    for (int k = i; k < i + 8; k++) lanes[k] = wasm_i32x4_shl(lanes[k], 16);
  }
}
