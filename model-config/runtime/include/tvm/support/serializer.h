// The stream layout of the types that compiled modules are made of. It must agree byte for byte with what the compiler
// wrote: scalars and enums raw (WebAssembly is little-endian, like the format); strings and containers a uint64 count,
// then the elements; a DLDataType its code, bits and lanes.
#ifndef TVM_SUPPORT_SERIALIZER_H_
#define TVM_SUPPORT_SERIALIZER_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/string.h>
#include <tvm/support/io.h>

#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tvm {
namespace support {

template <typename T>
struct Serializer<T, std::enable_if_t<std::is_arithmetic_v<T> || std::is_enum_v<T>>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const T& value) { stream->Write(&value, sizeof(T)); }
  static bool Read(Stream* stream, T* value) { return stream->Read(value, sizeof(T)) == sizeof(T); }
};

template <>
struct Serializer<DLDataType> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const DLDataType& type) {
    stream->Write(type.code);
    stream->Write(type.bits);
    stream->Write(type.lanes);
  }
  static bool Read(Stream* stream, DLDataType* type) {
    return stream->Read(&type->code) && stream->Read(&type->bits) && stream->Read(&type->lanes);
  }
};

template <>
struct Serializer<DLDevice> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const DLDevice& device) {
    stream->Write(static_cast<int32_t>(device.device_type));
    stream->Write(device.device_id);
  }
  static bool Read(Stream* stream, DLDevice* device) {
    int32_t device_type;
    if (!stream->Read(&device_type) || !stream->Read(&device->device_id)) return false;
    device->device_type = static_cast<DLDeviceType>(device_type);
    return true;
  }
};

template <>
struct Serializer<std::string> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const std::string& text) {
    stream->Write(static_cast<uint64_t>(text.size()));
    stream->Write(text.data(), text.size());
  }
  static bool Read(Stream* stream, std::string* text) {
    uint64_t size;
    if (!stream->Read(&size)) return false;
    text->resize(static_cast<size_t>(size));
    return stream->Read(text->data(), text->size()) == text->size();
  }
};

template <>
struct Serializer<ffi::String> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const ffi::String& text) {
    stream->Write(static_cast<uint64_t>(text.size()));
    stream->Write(text.data(), text.size());
  }
  static bool Read(Stream* stream, ffi::String* text) {
    std::string read;
    if (!Serializer<std::string>::Read(stream, &read)) return false;
    *text = ffi::String(std::move(read));
    return true;
  }
};

// std::vector and ffi::Array.
template <typename Sequence, typename T>
struct SequenceSerializer {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const Sequence& sequence) {
    stream->Write(static_cast<uint64_t>(sequence.size()));
    for (size_t i = 0; i < sequence.size(); ++i) {
      const T& value = sequence[i];
      stream->Write(value);
    }
  }
  static bool Read(Stream* stream, Sequence* sequence) {
    uint64_t size;
    if (!stream->Read(&size)) return false;
    sequence->clear();
    for (uint64_t i = 0; i < size; ++i) {
      T value{};
      if (!stream->Read(&value)) return false;
      sequence->push_back(std::move(value));
    }
    return true;
  }
};

template <typename T>
struct Serializer<std::vector<T>> : SequenceSerializer<std::vector<T>, T> {};

template <typename T>
struct Serializer<ffi::Array<T>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const ffi::Array<T>& array) {
    stream->Write(std::vector<T>(array.begin(), array.end()));
  }
  static bool Read(Stream* stream, ffi::Array<T>* array) {
    std::vector<T> values;
    if (!stream->Read(&values)) return false;
    *array = ffi::Array<T>(values.begin(), values.end());
    return true;
  }
};

template <typename K, typename V>
struct Serializer<std::unordered_map<K, V>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const std::unordered_map<K, V>& map) {
    stream->Write(static_cast<uint64_t>(map.size()));
    for (const auto& [key, value] : map) {
      stream->Write(key);
      stream->Write(value);
    }
  }
  static bool Read(Stream* stream, std::unordered_map<K, V>* map) {
    uint64_t size;
    if (!stream->Read(&size)) return false;
    map->clear();
    for (uint64_t i = 0; i < size; ++i) {
      K key;
      V value;
      if (!stream->Read(&key) || !stream->Read(&value)) return false;
      map->emplace(std::move(key), std::move(value));
    }
    return true;
  }
};

template <typename K, typename V>
struct Serializer<ffi::Map<K, V>> {
  static constexpr bool enabled = true;
  static void Write(Stream* stream, const ffi::Map<K, V>& map) {
    stream->Write(static_cast<uint64_t>(map.size()));
    for (const auto& entry : map) {
      stream->Write(K(entry.first));
      stream->Write(V(entry.second));
    }
  }
  static bool Read(Stream* stream, ffi::Map<K, V>* map) {
    uint64_t size;
    if (!stream->Read(&size)) return false;
    ffi::Map<K, V> read;
    for (uint64_t i = 0; i < size; ++i) {
      K key;
      V value{};
      if (!stream->Read(&key) || !stream->Read(&value)) return false;
      read.Set(std::move(key), std::move(value));
    }
    *map = std::move(read);
    return true;
  }
};

}  // namespace support
}  // namespace tvm

#endif  // TVM_SUPPORT_SERIALIZER_H_
