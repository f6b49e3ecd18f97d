"""The paged KV cache: TVM's runtime object with the kernels that a single full-attention sequence needs."""

import tvm
from tvm import relax as rx
from tvm import tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn.llm.kv_cache import (
    AttnKind,
    PagedKVCache,
    RopeMode,
    _compact_kv_copy,
    _copy_single_page,
    _kv_cache_debug_get_kv,
    _kv_cache_transpose_append,
    llama_rope_with_position_map,
)
from tvm.script import tirx as T
from tvm.target import Target

from .attention_kernels import decode_kernel, to_past_kernel, within_chunk_kernel
from .card import LlamaShape

THREADS = 64
# web-llm asks for pages of this size, and the attention kernels have it built in.
PAGE_TOKENS = 16


class LlamaKVCache(PagedKVCache):
    """A cache for all layers, in `dtype`; keys are stored rotated (RoPE in the rotate-half form)."""

    def __init__(
        self,
        shape: LlamaShape,
        dtype: str,
        target: Target,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ):
        heads, kv_heads, head_dim = shape.heads, shape.kv_heads, shape.head_dim
        rope_scaling: dict = {}
        builder = rx.BlockBuilder.current()

        def kernel(func: tirx.PrimFunc, name: str) -> tvm.ir.GlobalVar:
            return builder.add_func(func, name)

        def attention(func: tirx.PrimFunc, name: str) -> rx.Tuple:
            return rx.Tuple([tvm.ir.StringImm("tirx"), kernel(func, name)])

        absent = rx.Tuple([])
        arguments = [
            rx.ShapeExpr([max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window]),
            rx.ShapeExpr([0, shape.layers]),  # the layers of the one pipeline stage
            rx.prim_value(heads),
            rx.prim_value(kv_heads),
            rx.prim_value(head_dim),
            rx.prim_value(head_dim),
            rx.ShapeExpr([int(AttnKind.MHA)] * shape.layers),
            rx.prim_value(False),  # no transfer of the cache between machines
            rx.prim_value(RopeMode.NORMAL),
            rx.prim_value(1),  # RoPE scale
            rx.prim_value(shape.rope_theta),
            rx.prim_value(0),  # no RoPE extension factors
            rx.op.zeros((), dtype),
            kernel(_kv_cache_transpose_append(kv_heads, head_dim, dtype), "kv_cache_append"),
            rx.prim_value(0),  # no latent attention
            attention(within_chunk_kernel(heads, kv_heads, head_dim, dtype), "attention_within_chunk"),
            attention(to_past_kernel(heads, kv_heads, head_dim, dtype, PAGE_TOKENS), "attention_to_past"),
            attention(decode_kernel(heads, kv_heads, head_dim, dtype, PAGE_TOKENS), "attention_decode"),
            absent,  # prefill with a sliding window
            absent,  # decode with a sliding window
            absent,  # token trees
            absent,  # token trees over the cache
            absent,  # latent attention
            rx.Tuple([kernel(merge_attention_kernel(heads, head_dim, dtype), "attention_merge")]),
            kernel(
                llama_rope_with_position_map(
                    shape.rope_theta, 1, head_dim, heads, kv_heads, dtype, rope_scaling, head_dim
                ),
                "split_rotary",
            ),
            kernel(_copy_single_page(kv_heads, PAGE_TOKENS, head_dim, dtype, target), "kv_cache_copy_page"),
            kernel(_kv_cache_debug_get_kv(shape.layers, kv_heads, head_dim, dtype), "kv_cache_debug_get"),
            kernel(_compact_kv_copy(kv_heads, head_dim, dtype, target), "kv_cache_compact"),
        ]
        super().__init__(
            _expr=rx.call_pure_packed("vm.builtin.paged_attention_kv_cache_create", *arguments, ty_args=rx.AnyType()),
            _name="paged_kv_cache",
        )


def attend(kv_cache: PagedKVCache, layer: int, qkv: nn.Tensor, shape: LlamaShape) -> nn.Tensor:
    """Appends a layer's keys and values to the cache, and attends to all that are in it.

    qkv [1, n, qkv_heads * head_dim], not rotated -> [1, n, heads * head_dim].
    """
    _, n, _ = qkv.shape
    qkv = nn.reshape(qkv, (n, shape.qkv_heads, shape.head_dim))
    attended = rx.call_dps_packed(
        "vm.builtin.attention_kv_cache_attention_with_fused_qkv",
        [kv_cache._expr, rx.prim_value(layer), rx.prim_value(shape.head_dim**-0.5), qkv._expr],
        out_ty=rx.TensorType((n, shape.heads, shape.head_dim), qkv.dtype),
    )
    attended = nn.Tensor(_expr=rx.BlockBuilder.current().emit(attended))
    return nn.reshape(attended, (1, n, shape.heads * shape.head_dim))


def merge_attention_kernel(heads: int, head_dim: int, dtype: str) -> tirx.PrimFunc:
    """Merges the attention over one part of the keys with that over another, in place.

    out [n, heads, head_dim] and log_sum float32 [n, heads] (base 2) are those of the one part and become the whole's;
    out_other and log_sum_other are the other part's. TVM's own kernel lets several threads read a log sum that one of
    them overwrites, without a barrier: where threads do not run in lockstep (SwiftShader), a second prefill chunk then
    attends wrongly to the first. Here a thread owns a head of a token.
    """

    @T.prim_func(s_tir=True)
    def merge_attention(
        out_handle: T.handle, log_sum_handle: T.handle, out_other_handle: T.handle, log_sum_other_handle: T.handle
    ):
        T.func_attr({"tirx.is_scheduled": True, "global_symbol": "merge_attention"})
        n = T.int32()
        out = T.match_buffer(out_handle, (n, heads, head_dim), dtype)
        log_sum = T.match_buffer(log_sum_handle, (n, heads), "float32")
        out_other = T.match_buffer(out_other_handle, (n, heads, head_dim), dtype)
        log_sum_other = T.match_buffer(log_sum_other_handle, (n, heads), "float32")
        for bx in T.thread_binding((n * heads + THREADS - 1) // THREADS, thread="blockIdx.x"):
            for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("merge"):
                    T.reads()
                    T.writes()
                    largest = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    weight_other = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    if bx * THREADS + tx < n * heads:
                        token: T.let[T.int32] = (bx * THREADS + tx) // heads
                        head: T.let[T.int32] = (bx * THREADS + tx) % heads
                        largest[0] = T.max(log_sum[token, head], log_sum_other[token, head])
                        weight[0] = T.exp2(log_sum[token, head] - largest[0])
                        weight_other[0] = T.exp2(log_sum_other[token, head] - largest[0])
                        total[0] = weight[0] + weight_other[0]
                        for d in T.serial(head_dim):
                            out[token, head, d] = T.cast(
                                (
                                    T.cast(out[token, head, d], "float32") * weight[0]
                                    + T.cast(out_other[token, head, d], "float32") * weight_other[0]
                                )
                                / total[0],
                                dtype,
                            )
                        log_sum[token, head] = T.log2(total[0]) + largest[0]

    return merge_attention
