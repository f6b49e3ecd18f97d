// tvm-ffi's registry, cut down to the functions that are called in a library: the compiler drops the others with all
// that only they use. Types are registered without their fields and methods, which only Python reads.
#pragma once

#include_next <tvm/ffi/reflection/registry.h>

#include <iterator>
#include <string>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

// A name that is missing here shows when a model is loaded: they are looked up then, and the error tells the name.
constexpr const char* kCalledFunctions[] = {
    // by web-llm
    "ffi.Array",
    "ffi.ArrayGetItem",
    "ffi.ArraySize",
    "ffi.FunctionListGlobalNamesFunctor",
    "ffi.ModuleGetFunction",
    "ffi.ModuleImportModule",
    "ffi.Shape",
    "ffi.SystemLib",
    "runtime.TVMTensorAllocWithScope",
    "runtime.TVMTensorCopyFromTo",
    "runtime.TVMTensorCreateView",
    "tvmjs.array.decode_bf16_to_f32_inplace",
    "tvmjs.array.decode_storage",
    "tvmjs.runtime.ArrayConcat",
    "tvmjs.runtime.ConcatEmbeddings",
    "tvmjs.runtime.TensorCopyFromBytes",
    "tvmjs.runtime.TensorCopyToBytes",
    "vm.builtin.apply_presence_and_frequency_penalty",
    "vm.builtin.apply_repetition_penalty",
    "vm.builtin.apply_softmax_with_temperature",
    "vm.builtin.attention_kv_cache_enable_sliding_window_for_seq",
    "vm.builtin.attention_kv_cache_export_page_group",
    "vm.builtin.attention_kv_cache_finish_import",
    "vm.builtin.attention_kv_cache_get_checkpoint_metadata",
    "vm.builtin.attention_kv_cache_get_sequence_length",
    "vm.builtin.attention_kv_cache_import_page_group",
    "vm.builtin.attention_kv_cache_prepare_import",
    "vm.builtin.kv_state_add_sequence",
    "vm.builtin.kv_state_begin_forward",
    "vm.builtin.kv_state_clear",
    "vm.builtin.kv_state_end_forward",
    "vm.builtin.kv_state_remove_sequence",
    "vm.builtin.param_module_from_cache",
    "vm.builtin.param_module_from_cache_by_name",
    "vm.builtin.sample_top_p_from_logits",
    "vm.builtin.sample_top_p_from_prob",
    "vm.builtin.tensor_cache.clear",
    "vm.builtin.tensor_cache.get",
    "vm.builtin.tensor_cache.remove",
    "vm.builtin.tensor_cache.update",
    // by the runtime itself
    "__tvm_set_device",
    "device_api.cpu",
    "device_api.webgpu",
    "ffi.Module.load_from_bytes.relax.VMExecutable",
    "ffi.Module.load_from_bytes.webgpu",
    // by compiled models
    "vm.builtin.alloc_shape_heap",
    "vm.builtin.alloc_storage",
    "vm.builtin.alloc_tensor",
    "vm.builtin.attention_kv_cache_attention_with_fused_qkv",
    "vm.builtin.call_tir_dyn",
    "vm.builtin.check_shape_info",
    "vm.builtin.check_tensor_info",
    "vm.builtin.check_tuple_info",
    "vm.builtin.copy",
    "vm.builtin.make_shape",
    "vm.builtin.make_tuple",
    "vm.builtin.match_shape",
    "vm.builtin.null_value",
    "vm.builtin.paged_attention_kv_cache_create",
    "vm.builtin.reshape",
    "vm.builtin.tuple_getitem",
};

// Inlined into each definition, where the name is constant, so that it costs no code.
template <size_t... kIndices>
[[gnu::always_inline]] inline bool IsCalled(const char* name, std::index_sequence<kIndices...>) {
  return ((__builtin_strcmp(name, kCalledFunctions[kIndices]) == 0) || ...);
}

// Stands in for GlobalDef.
class CalledGlobalDef {
 public:
  template <typename Func>
  [[gnu::always_inline]] CalledGlobalDef& def(const char* name, Func&& func) {
    if (IsCalled(name)) Function::SetGlobal(name, Function::FromTyped(std::forward<Func>(func), name));
    return *this;
  }

  template <typename Func>
  [[gnu::always_inline]] CalledGlobalDef& def_packed(const char* name, Func func) {
    if (IsCalled(name)) Function::SetGlobal(name, Function::FromPacked(func));
    return *this;
  }

  template <typename Func>
  [[gnu::always_inline]] CalledGlobalDef& def_method(const char* name, Func&& func) {
    if (IsCalled(name)) Function::SetGlobal(name, MethodWrapper::GetMethod(name, std::forward<Func>(func)));
    return *this;
  }

 private:
  [[gnu::always_inline]] static bool IsCalled(const char* name) {
    return reflection::IsCalled(name, std::make_index_sequence<std::size(kCalledFunctions)>());
  }

  struct MethodWrapper : ReflectionDefBase {
    using ReflectionDefBase::GetMethod;
  };
};

// Stands in for ObjectDef and TypeAttrDef.
template <typename Class>
class UndescribedObjectDef {
 public:
  template <typename... Args>
  [[gnu::always_inline]] explicit UndescribedObjectDef(const Args&...) {
    Class::_GetOrAllocRuntimeTypeIndex();
  }
  template <typename... Args>
  [[gnu::always_inline]] UndescribedObjectDef& def(const Args&...) {
    return *this;
  }
  template <typename... Args>
  [[gnu::always_inline]] UndescribedObjectDef& def_ro(const Args&...) {
    return *this;
  }
  template <typename... Args>
  [[gnu::always_inline]] UndescribedObjectDef& def_type_attr(const Args&...) {
    return *this;
  }
  template <typename Ref>
  [[gnu::always_inline]] UndescribedObjectDef& def_convert() {
    return *this;
  }
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm

#define GlobalDef CalledGlobalDef
#define ObjectDef UndescribedObjectDef
#define TypeAttrDef UndescribedObjectDef
