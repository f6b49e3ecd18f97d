// Byte streams, with the interface that the TVM runtime's sources expect of <tvm/support/io.h> (the wheel lacks it).
#ifndef TVM_SUPPORT_IO_H_
#define TVM_SUPPORT_IO_H_

#include <cstddef>
#include <cstdint>

namespace tvm {
namespace support {

class Stream;

// How a value of type T is laid out in a stream; specialised in serializer.h. Little-endian throughout.
template <typename T, typename Enable = void>
struct Serializer;

class Stream {
 public:
  virtual ~Stream() = default;

  // Copies up to `size` bytes into `data`; returns how many there were.
  virtual size_t Read(void* data, size_t size) = 0;
  // Takes `size` bytes from `data`; returns how many were taken.
  virtual size_t Write(const void* data, size_t size) = 0;

  template <typename T>
  bool Read(T* value) {
    return Serializer<T>::Read(this, value);
  }
  template <typename T>
  void Write(const T& value) {
    Serializer<T>::Write(this, value);
  }

  // `count` elements one after the other, with no count before them.
  template <typename T>
  bool ReadArray(T* values, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      if (!Serializer<T>::Read(this, values + i)) return false;
    }
    return true;
  }
  template <typename T>
  void WriteArray(const T* values, size_t count) {
    for (size_t i = 0; i < count; ++i) Serializer<T>::Write(this, values[i]);
  }
};

}  // namespace support
}  // namespace tvm

#endif  // TVM_SUPPORT_IO_H_
