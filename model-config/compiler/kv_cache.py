"""The paged KV cache: TVM's runtime object with the kernels that a single full-attention sequence needs."""

import tvm
from tvm import relax as rx
from tvm import tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn.llm.kv_cache import (
    AttnKind,
    PagedKVCache,
    RopeMode,
    _kv_cache_transpose_append,
)

from .card import LlamaShape
from .kernels.attention_decode import attention_decode_kernel
from .kernels.attention_merge import merge_attention_kernel
from .kernels.attention_prefill import to_past_kernel, within_chunk_kernel
from .kernels.rotary import split_rotary_kernel
from .kernels.schedule import Schedule

# web-llm asks for pages of this size, and the attention kernels have it built in.
PAGE_TOKENS = 16


class LlamaKVCache(PagedKVCache):
    """A cache for all layers, in `dtype`; keys are stored rotated (RoPE in the rotate-half form)."""

    def __init__(
        self,
        shape: LlamaShape,
        dtype: str,
        schedule: Schedule,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ):
        heads, kv_heads, head_dim = shape.heads, shape.kv_heads, shape.head_dim
        builder = rx.BlockBuilder.current()

        def kernel(func: tirx.PrimFunc, name: str) -> tvm.ir.GlobalVar:
            return builder.add_func(func, name)

        def attention(func: tirx.PrimFunc, name: str) -> rx.Tuple:
            return rx.Tuple([tvm.ir.StringImm("tirx"), kernel(func, name)])

        absent = rx.Tuple([])
        append = kernel(_kv_cache_transpose_append(kv_heads, head_dim, dtype), "kv_cache_append")
        # The runtime insists on functions that fork a sequence, drop draft tokens and read the cache back; nobody here
        # does that, so any function will do.
        never_called = append
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
            append,
            rx.prim_value(0),  # no latent attention
            attention(within_chunk_kernel(heads, kv_heads, head_dim, dtype, schedule), "attention_within_chunk"),
            attention(to_past_kernel(heads, kv_heads, head_dim, dtype, PAGE_TOKENS, schedule), "attention_to_past"),
            attention(
                attention_decode_kernel(heads, kv_heads, head_dim, dtype, PAGE_TOKENS, schedule), "attention_decode"
            ),
            absent,  # prefill with a sliding window
            absent,  # decode with a sliding window
            absent,  # token trees
            absent,  # token trees over the cache
            absent,  # latent attention
            rx.Tuple([kernel(merge_attention_kernel(heads, head_dim, dtype), "attention_merge")]),
            kernel(split_rotary_kernel(heads, kv_heads, head_dim, shape.rope_theta, dtype), "split_rotary"),
            never_called,
            never_called,
            never_called,
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
