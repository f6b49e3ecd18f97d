"""Merges the attention over the past with that over the chunk itself."""

from tvm import tirx
from tvm.script import tirx as T

THREADS = 64


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
