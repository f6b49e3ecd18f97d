// Looks for the scale of least squared error of four groups at once; see scale_of_least_error.
#pragma once
#include "lanes.h"

// A scale to try is the group's largest magnitude divided by 6.5, 6.75, …, of either sign. Below 7 the levels are not
// used up, above 8 the largest values are clipped. Where values weigh differently, more clipping can pay. On Gaussian
// and Laplace weights, trying every half float would lower RMSE by 0.02 %; see model-config/reference/golden_best.py.
static const float FIRST_TRY = 6.5f, TRY_STEP = 0.25f;
enum { TRIES = 11, WEIGHTED_TRIES = 22 };

static const float LARGEST_HALF = 65504.0f;

// Sums over a group, each term weighted: value * level and level * level, where levels (-8 to 7) are those nearest to
// the values.
typedef struct {
  v128_t value_level, level_level;
} LevelSums;

INLINE LevelSums level_sums(const v128_t* values, const v128_t* weights, v128_t inverse) {
  v128_t value_level = wasm_f32x4_splat(0), level_level = wasm_f32x4_splat(0);
  for (int i = 0; i < GROUP_VALUES; i++) {
    v128_t nearest = wasm_f32x4_nearest(wasm_f32x4_mul(values[i], inverse));
    v128_t level = wasm_f32x4_pmin(wasm_f32x4_splat(7), wasm_f32x4_pmax(wasm_f32x4_splat(-8), nearest));
    v128_t weighted = weights ? wasm_f32x4_mul(level, weights[i]) : level;
    value_level = wasm_f32x4_add(value_level, wasm_f32x4_mul(weighted, values[i]));
    level_level = wasm_f32x4_add(level_level, wasm_f32x4_mul(weighted, level));
  }
  return (LevelSums){value_level, level_level};
}

// The half float nearest to the scale of least error for given levels.
INLINE v128_t fitted_scale(LevelSums sums) {
  v128_t scale = wasm_f32x4_div(sums.value_level, sums.level_level);
  v128_t limited =
      wasm_f32x4_pmax(wasm_f32x4_splat(-LARGEST_HALF), wasm_f32x4_pmin(wasm_f32x4_splat(LARGEST_HALF), scale));
  return half_to_float(sign_extend_halves(float_to_half(limited)));
}

// How much of the sum of weighted squares a scale takes away, with given levels.
INLINE v128_t gain_of(LevelSums sums, v128_t scale) {
  v128_t twice = wasm_f32x4_add(sums.value_level, sums.value_level);
  return wasm_f32x4_mul(scale, wasm_f32x4_sub(twice, wasm_f32x4_mul(scale, sums.level_level)));
}

// 1 / scale, and 0 for 0.
INLINE v128_t inverse_of(v128_t scale) {
  v128_t zero = wasm_f32x4_eq(scale, wasm_f32x4_splat(0));
  return wasm_v128_andnot(wasm_f32x4_div(wasm_f32x4_splat(1), scale), zero);
}

typedef struct {
  v128_t scale, gain;
} Found;

INLINE void try_inverse(const v128_t* values, const v128_t* weights, v128_t inverse, Found* found) {
  LevelSums sums = level_sums(values, weights, inverse);
  v128_t scale = fitted_scale(sums);
  v128_t gain = gain_of(sums, scale);
  v128_t better = wasm_f32x4_gt(gain, found->gain);  // never where a sum is not finite
  found->scale = choose(better, scale, found->scale);
  found->gain = choose(better, gain, found->gain);
}

// Scales, each a half float, of the least sum of weighted squared errors that the search finds; `weights` may be null.
// For each scale to try: the levels nearest to the values, and then the best scale for those levels. That is done once
// more with the best of all. After ggml's make_qx_quants, which has fewer tries.
INLINE v128_t scale_of_least_error(const v128_t* values, const v128_t* weights, v128_t largest) {
  Found found = {wasm_f32x4_splat(0), wasm_f32x4_splat(0)};
  v128_t unit = wasm_f32x4_div(wasm_f32x4_splat(1), largest);
  for (int i = 0; i < (weights ? WEIGHTED_TRIES : TRIES); i++) {
    v128_t inverse = wasm_f32x4_mul(unit, wasm_f32x4_splat(FIRST_TRY + TRY_STEP * (float)i));
    try_inverse(values, weights, inverse, &found);
    try_inverse(values, weights, wasm_f32x4_neg(inverse), &found);
  }
  try_inverse(values, weights, inverse_of(found.scale), &found);
  return found.scale;
}
