// tvm-ffi inlines its conversions and reference counts wherever they are used, whatever the optimisation level. Here
// the compiler chooses, which under -Oz takes a quarter off a library.
#pragma once

#include_next <tvm/ffi/base_detail.h>

#undef TVM_FFI_INLINE
#define TVM_FFI_INLINE inline
