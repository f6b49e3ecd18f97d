// The four exports by which the JavaScript side allocates memory and hands functions to the runtime.
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>

#include <cstdint>
#include <string>

#define EXPORT extern "C" __attribute__((used, visibility("default")))

// Implemented by the JavaScript side, which knows a function by its table index `self`.
extern "C" int TVMFFIWasmSafeCall(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result);
extern "C" void TVMFFIWasmFunctionDeleter(void* self);

// `size` bytes, aligned to eight.
EXPORT void* TVMWasmAllocSpace(int size) { return new int64_t[(size + 7) / 8]; }

EXPORT void TVMWasmFreeSpace(void* space) { delete[] static_cast<int64_t*>(space); }

EXPORT int TVMFFIWasmFunctionCreate(void* self, TVMFFIObjectHandle* function) {
  return TVMFFIFunctionCreate(self, TVMFFIWasmSafeCall, TVMFFIWasmFunctionDeleter, function);
}

// The text of the error that the last failed call raised; valid until the next call of this function.
EXPORT const char* TVMFFIWasmGetLastError() {
  static std::string message;
  message = tvm::ffi::details::MoveFromSafeCallRaised().what();
  return message.c_str();
}
