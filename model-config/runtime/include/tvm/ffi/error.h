// tvm-ffi's errors, cut down to what a library does with one: nothing can be caught in it, so an error is printed, and
// the library aborts. What prints kind, place and message is compiled once, not at each of the runtime's many checks.
#pragma once

#include_next <tvm/ffi/error.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

namespace tvm {
namespace ffi {
namespace detail {

class FatalError {
 public:
  [[gnu::noinline]] FatalError(const char* kind, const char* file, int line) {
    stream_ << file << ":" << line << ": " << kind << ": ";
  }
  [[noreturn, gnu::noinline]] ~FatalError() {
    stream_ << "\n";
    std::cerr << stream_.str();
    std::abort();
  }
  std::ostream& stream() { return stream_; }

 private:
  std::ostringstream stream_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

#undef TVM_FFI_THROW
#define TVM_FFI_THROW(ErrorKind) ::tvm::ffi::detail::FatalError(#ErrorKind, __FILE__, __LINE__).stream()

#undef TVM_FFI_LOG_AND_THROW
#define TVM_FFI_LOG_AND_THROW(ErrorKind) TVM_FFI_THROW(ErrorKind)

// The operands are computed again for the message: nothing runs after it.
#undef TVM_FFI_CHECK_BINARY_OP
#define TVM_FFI_CHECK_BINARY_OP(name, op, x, y, ErrorKind)                                                     \
  if (TVM_FFI_PREDICT_FALSE(!((x)op(y))))                                                                      \
  TVM_FFI_THROW(ErrorKind) << "Check failed: " #x " " #op " " #y " (" << (x) << " vs. " << (y) << ") : "
