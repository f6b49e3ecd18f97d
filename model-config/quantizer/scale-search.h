// Looks for the scale of least squared error of four groups at once; see scale_of_least_error.
#pragma once
#include "lanes.h"

// A scale to try is the group's largest magnitude divided by 6.5, 6.75, …, of either sign. Below 7 the levels are not
// used up, above 8 the largest values are clipped. Where values weigh differently, more clipping can pay. On Gaussian
// and Laplace weights, trying every half float would lower RMSE by 0.02 %; see model-config/reference/golden_best.py.
static const float FIRST_TRY = 6.5f, TRY_STEP = 0.25f;
enum { TRIES = 11, WEIGHTED_TRIES = 22 };
// Of those, the first: up to 7.25, a level is at most 7 in magnitude, and up to 8.25 at most 8.
enum { TRIES_WITHIN_7 = 4, TRIES_WITHIN_8 = 8 };

static const float LARGEST_HALF = 65504.0f;

// Sums over a group, each term weighted: value * level and level * level, where levels (-8 to 7) are those nearest to
// the values.
typedef struct {
  v128_t value_level, level_level;
} LevelSums;

// Adds the terms of value `i`.
INLINE void add_level(const v128_t* values, const v128_t* weights, int i, v128_t level, LevelSums* sums) {
  v128_t weighted = weights ? wasm_f32x4_mul(level, weights[i]) : level;
  sums->value_level = wasm_f32x4_add(sums->value_level, wasm_f32x4_mul(weighted, values[i]));
  sums->level_level = wasm_f32x4_add(sums->level_level, wasm_f32x4_mul(weighted, level));
}

static const LevelSums NO_SUMS = {{0, 0, 0, 0}, {0, 0, 0, 0}};

INLINE LevelSums level_sums(const v128_t* values, const v128_t* weights, v128_t inverse) {
  LevelSums sums = NO_SUMS;
  for (int i = 0; i < GROUP_VALUES; i++) {
    v128_t nearest = wasm_f32x4_nearest(wasm_f32x4_mul(values[i], inverse));
    v128_t level = wasm_f32x4_pmin(wasm_f32x4_splat(7), wasm_f32x4_pmax(wasm_f32x4_splat(-8), nearest));
    add_level(values, weights, i, level, &sums);
  }
  return sums;
}

// How far nearest levels reach for inverses that are to be tried.
typedef enum { WITHIN_7, WITHIN_8, BEYOND_8 } Reach;

// The same for an inverse and for its negative, each operation that both need done once. Where no level is beyond 7, the
// sums of both are the same but for the sign, and `negative` is left alone.
INLINE void level_sums_of_signs(const v128_t* values, const v128_t* weights, v128_t inverse, Reach reach,
                                LevelSums* positive, LevelSums* negative) {
  LevelSums up = NO_SUMS, down = NO_SUMS;  // of the levels, and of the negative's with their signs changed: -7 to 8
  for (int i = 0; i < GROUP_VALUES; i++) {
    v128_t nearest = wasm_f32x4_nearest(wasm_f32x4_mul(values[i], inverse));
    v128_t upper = reach == BEYOND_8 ? wasm_f32x4_pmax(wasm_f32x4_splat(-8), nearest) : nearest;
    v128_t level = reach == WITHIN_7 ? nearest : wasm_f32x4_pmin(wasm_f32x4_splat(7), upper);
    add_level(values, weights, i, level, &up);
    if (reach == WITHIN_7) continue;
    v128_t lower = reach == BEYOND_8 ? wasm_f32x4_pmin(wasm_f32x4_splat(8), nearest) : nearest;
    level = wasm_f32x4_pmax(wasm_f32x4_splat(-7), lower);
    add_level(values, weights, i, level, &down);
  }
  *positive = up;
  if (reach != WITHIN_7) *negative = (LevelSums){wasm_f32x4_neg(down.value_level), down.level_level};
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

INLINE void try_sums(LevelSums sums, Found* found) {
  v128_t scale = fitted_scale(sums);
  v128_t gain = gain_of(sums, scale);
  v128_t better = wasm_f32x4_gt(gain, found->gain);  // never where a sum is not finite
  found->scale = choose(better, scale, found->scale);
  found->gain = choose(better, gain, found->gain);
}

// Tries `first`, `first` + 1, … up to `end`, of either sign.
INLINE void try_from_to(int first, int end, const v128_t* values, const v128_t* weights, v128_t unit, Reach reach,
                        Found* found) {
  for (int i = first; i < end; i++) {
    v128_t inverse = wasm_f32x4_mul(unit, wasm_f32x4_splat(FIRST_TRY + TRY_STEP * (float)i));
    LevelSums positive, negative;
    level_sums_of_signs(values, weights, inverse, reach, &positive, &negative);
    try_sums(positive, found);
    // Its gain would be the same.
    if (reach != WITHIN_7) try_sums(negative, found);
  }
}

// Scales, each a half float, of the least sum of weighted squared errors that the search finds; `weights` may be null.
// For each scale to try: the levels nearest to the values, and then the best scale for those levels. That is done once
// more with the best of all. After ggml's make_qx_quants, which has fewer tries.
INLINE v128_t scale_of_least_error(const v128_t* values, const v128_t* weights, v128_t largest) {
  Found found = {wasm_f32x4_splat(0), wasm_f32x4_splat(0)};
  v128_t unit = wasm_f32x4_div(wasm_f32x4_splat(1), largest);
  try_from_to(0, TRIES_WITHIN_7, values, weights, unit, WITHIN_7, &found);
  try_from_to(TRIES_WITHIN_7, TRIES_WITHIN_8, values, weights, unit, WITHIN_8, &found);
  try_from_to(TRIES_WITHIN_8, weights ? WEIGHTED_TRIES : TRIES, values, weights, unit, BEYOND_8, &found);
  try_sums(level_sums(values, weights, inverse_of(found.scale)), &found);
  return found.scale;
}
