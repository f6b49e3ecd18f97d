// What is found out while groups are packed; app/core/quantize/row-packer.ts reads these fields by their offsets.
#pragma once
#include <stdint.h>

typedef enum { NO_PROBLEM, NOT_FINITE, SCALE_TOO_LARGE } Problem;

typedef struct {
  double squared_error;  // sum of (stored - source)^2
  double squared_sum;    // sum of source^2
  Problem problem;
  int32_t group;  // the one with the problem, if there is one
} Report;
