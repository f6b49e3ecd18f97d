// Rows of a matrix into q4g32: what app/core/quantize/row-packer.ts calls. Built by build.mjs, together with its
// siblings.
//
// q4g32: groups of 32 values; value = (nibble - 8) * scale, the scale a half float. A weight word holds 8 nibbles, the
// first value in the lowest; scales are halves in a row, group after group. All floats are float32 unless named
// otherwise, and every operation rounds as IEEE 754 says, so that the bytes are the same on every machine.
#include "lanes.h"
#include "report.h"
#include "scale-search.h"

// How four groups are to be stored: level = trunc(value * inverse + 8.5), from 0 to 15.
typedef struct {
  v128_t inverse;
  v128_t half;  // the scale, as the bits of a half float
} Scales;

// Decodes four groups in a row.
static void load_groups(Dtype dtype, const void* source, v128_t values[GROUP_VALUES]) {
  if (dtype == F32) {
    const float* first = source;
    const float* groups[GROUPS] = {first, first + GROUP_VALUES, first + 2 * GROUP_VALUES, first + 3 * GROUP_VALUES};
    load_float_groups(groups, values);
  } else if (dtype == F16) {
    load_half_groups(source, values);
  } else {
    load_bfloat_groups(source, values);
  }
}

static NOINLINE v128_t search_first_of_largest_magnitude(const v128_t* values) {
  v128_t extreme = values[0], largest = magnitude_bits(extreme);
  for (int i = 1; i < GROUP_VALUES; i++) {
    v128_t magnitude = magnitude_bits(values[i]);
    // Compared as integers, an infinity is larger than every number, and a NaN than an infinity.
    v128_t larger = wasm_i32x4_gt(magnitude, largest);
    extreme = choose(larger, values[i], extreme);
    largest = choose(larger, magnitude, largest);
  }
  return extreme;
}

INLINE v128_t first_of_largest_magnitude(const v128_t* values) {
  // Compared as integers, positive values are larger than negative ones, and as unsigned integers smaller; values of one
  // sign have the order of their magnitudes either way.
  v128_t positive = values[0], negative = values[0];
  for (int i = 1; i < GROUP_VALUES; i++) {
    positive = wasm_i32x4_max(positive, values[i]);
    negative = wasm_u32x4_max(negative, values[i]);
  }
  v128_t magnitude = magnitude_bits(positive), other_magnitude = magnitude_bits(negative);
  v128_t tie = wasm_v128_andnot(wasm_i32x4_eq(magnitude, other_magnitude), wasm_i32x4_eq(positive, negative));
  if (wasm_v128_any_true(tie)) return search_first_of_largest_magnitude(values);
  return choose(wasm_i32x4_gt(magnitude, other_magnitude), positive, negative);
}

// Looks for a group with a problem among four, given their values of largest magnitude.
INLINE Problem find_problem(Dtype dtype, v128_t extreme, int32_t first_group, Report* report) {
  const int32_t infinity = dtype == F16 ? 0x47800000 : 0x7f800000;  // as it is decoded
  const int32_t too_large = 0x48fff000;                             // 8 * 65520: an eighth of it rounds to no half
  v128_t magnitude = magnitude_bits(extreme);
  v128_t limit = wasm_i32x4_splat(infinity < too_large ? infinity : too_large);
  if (!wasm_v128_any_true(wasm_i32x4_ge(magnitude, limit))) return NO_PROBLEM;
  int32_t lanes[GROUPS];
  wasm_v128_store(lanes, magnitude);
  for (int k = 0; k < GROUPS; k++) {
    report->problem = lanes[k] >= infinity ? NOT_FINITE : lanes[k] >= too_large ? SCALE_TOO_LARGE : NO_PROBLEM;
    report->group = first_group + k;
    if (report->problem != NO_PROBLEM) break;
  }
  return report->problem;
}

// ggml's Q4_0, as gguf-py computes it: the value of largest magnitude (the first, of several) divided by -8.
INLINE Scales plain_scales(v128_t extreme) {
  v128_t step = wasm_f32x4_div(extreme, wasm_f32x4_splat(-8));
  return (Scales){inverse_of(step), float_to_half(step)};
}

INLINE v128_t level_of(v128_t value, v128_t inverse) {
  v128_t level = wasm_f32x4_trunc(wasm_f32x4_add(wasm_f32x4_mul(value, inverse), wasm_f32x4_splat(8.5f)));
  return wasm_f32x4_pmin(wasm_f32x4_splat(15), wasm_f32x4_pmax(wasm_f32x4_splat(0), level));
}

INLINE v128_t scale_of(Scales scales) { return half_to_float(sign_extend_halves(scales.half)); }

INLINE v128_t error_of(v128_t value, v128_t level, v128_t scale) {
  return wasm_f32x4_sub(wasm_f32x4_mul(wasm_f32x4_sub(level, wasm_f32x4_splat(8)), scale), value);
}

INLINE v128_t weighted_error(const v128_t* values, const v128_t* weights, Scales scales) {
  v128_t sum = wasm_f32x4_splat(0), scale = scale_of(scales);
  for (int i = 0; i < GROUP_VALUES; i++) {
    v128_t error = error_of(values[i], level_of(values[i], scales.inverse), scale);
    v128_t squared = wasm_f32x4_mul(error, error);
    sum = wasm_f32x4_add(sum, weights ? wasm_f32x4_mul(squared, weights[i]) : squared);
  }
  return sum;
}

// The scales that the search finds, but plain ones where those are as good.
INLINE Scales best_scales(const v128_t* values, const v128_t* weights, v128_t extreme) {
  Scales plain = plain_scales(extreme);
  v128_t scale = scale_of_least_error(values, weights, magnitude_bits(extreme));
  Scales found = {inverse_of(scale), float_to_half(scale)};
  v128_t better = wasm_f32x4_lt(weighted_error(values, weights, found), weighted_error(values, weights, plain));
  return (Scales){choose(better, found.inverse, plain.inverse), choose(better, found.half, plain.half)};
}

static NOINLINE Scales best_scales_unweighted(const v128_t* values, v128_t extreme) {
  return best_scales(values, 0, extreme);
}

// importance [row_groups * 32]: that of each column.
static NOINLINE Scales best_scales_weighted(const v128_t* values, v128_t extreme, const float* importance,
                                            int32_t row_groups, int32_t first_group) {
  const float* groups[GROUPS];
  for (int k = 0; k < GROUPS; k++) groups[k] = importance + (first_group + k) % row_groups * GROUP_VALUES;
  v128_t weights[GROUP_VALUES];
  load_float_groups(groups, weights);
  return best_scales(values, weights, extreme);
}

INLINE void add_lanes(double* sum, v128_t lanes) {
  v128_t low = wasm_f64x2_promote_low_f32x4(lanes);
  v128_t high = wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(lanes, lanes, 1, 1));
  v128_t pair = wasm_f64x2_add(low, high);
  *sum += wasm_f64x2_extract_lane(pair, 0) + wasm_f64x2_extract_lane(pair, 1);
}

static NOINLINE void store_groups(const v128_t* values, Scales scales, uint32_t* weight, uint16_t* scale,
                                  Report* report) {
  v128_t words[GROUP_WORDS], scale_values = scale_of(scales);
  v128_t squared_error = wasm_f32x4_splat(0), squared_sum = wasm_f32x4_splat(0);
  // Where a scale is so small that its inverse is infinite, gguf-py's nibbles are zero; the stored scale is zero as
  // well.
  v128_t finite = wasm_f32x4_lt(magnitude_bits(scales.inverse), wasm_f32x4_splat(__builtin_inff()));
  for (int w = 0; w < GROUP_WORDS; w++) {
    // Half a word is a sum of levels that a float holds exactly: so only the sum has to be made an integer.
    v128_t halves[2];
    for (int h = 0; h < 2; h++) {
      v128_t sum = wasm_f32x4_splat(0);
      for (int k = 0; k < 4; k++) {
        v128_t value = values[8 * w + 4 * h + k];
        v128_t level = level_of(value, scales.inverse);
        v128_t error = error_of(value, level, scale_values);
        squared_error = wasm_f32x4_add(squared_error, wasm_f32x4_mul(error, error));
        squared_sum = wasm_f32x4_add(squared_sum, wasm_f32x4_mul(value, value));
        sum = wasm_f32x4_add(sum, wasm_f32x4_mul(level, wasm_f32x4_splat((float)(1 << 4 * k))));
      }
      halves[h] = wasm_i32x4_trunc_sat_f32x4(sum);
    }
    words[w] = both(either(halves[0], wasm_i32x4_shl(halves[1], 16)), finite);
  }
  transpose(&words[0], &words[1], &words[2], &words[3]);
  for (int k = 0; k < GROUPS; k++) wasm_v128_store(weight + GROUP_WORDS * k, words[k]);
  wasm_v128_store64_lane(scale, wasm_u16x8_narrow_i32x4(scales.half, scales.half), 0);
  add_lanes(&report->squared_error, squared_error);
  add_lanes(&report->squared_sum, squared_sum);
}

static NOINLINE Problem pack_groups(Dtype dtype, const void* source, int32_t best, const float* importance,
                                    int32_t row_groups, int32_t first_group, uint32_t* weight, uint16_t* scale,
                                    Report* report) {
  v128_t values[GROUP_VALUES];
  load_groups(dtype, source, values);
  v128_t extreme = first_of_largest_magnitude(values);
  if (find_problem(dtype, extreme, first_group, report) != NO_PROBLEM) return report->problem;
  Scales scales = !best         ? plain_scales(extreme)
                  : !importance ? best_scales_unweighted(values, extreme)
                                : best_scales_weighted(values, extreme, importance, row_groups, first_group);
  store_groups(values, scales, weight, scale, report);
  return NO_PROBLEM;
}

// Packs group after group, `groups` of them, a multiple of four, up to the first with a problem. The source begins with
// group `first_group` of a matrix whose rows have `row_groups`; importance [row_groups * 32] may be null, and is used
// when `best` is not 0. weight [groups * 4], scale [groups]. The report starts with zeros; sums are added to it.
EXPORT void pack(Dtype dtype, const uint8_t* source, int32_t groups, int32_t first_group, int32_t row_groups,
                 int32_t best, const float* importance, uint32_t* weight, uint16_t* scale, Report* report) {
  const int32_t group_bytes = GROUP_VALUES * (dtype == F32 ? 4 : 2);
  for (int32_t group = 0; group < groups; group += GROUPS) {
    Problem problem = pack_groups(dtype, source + group * group_bytes, best, importance, row_groups,
                                  first_group + group, weight + group * GROUP_WORDS, scale + group, report);
    if (problem != NO_PROBLEM) return;
  }
}

extern uint8_t __heap_base;

// Where the memory begins that the caller may fill as it likes; everything below is the stack's.
EXPORT void* free_memory(void) { return &__heap_base; }
