"""Kernels that change logits in place, before a token is drawn from them: bias, penalties, grammar bitmask."""

from tvm import tirx
from tvm.script import tirx as T

THREADS = 256
# What a forbidden token's logit becomes: finite, since WGSL need not honour infinities.
FORBIDDEN_LOGIT = -3.0e38


def apply_logit_bias_kernel(vocab_size: int) -> tirx.PrimFunc:
    """logits float32 [n, vocabulary] += bias float32 [m] of token int32 [m] in row int32 [m], in place."""

    @T.prim_func(s_tir=True)
    def apply_logit_bias_inplace(
        logits_handle: T.handle, row_handle: T.handle, token_handle: T.handle, bias_handle: T.handle
    ):
        T.func_attr({"global_symbol": "apply_logit_bias_inplace", "tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        m = T.int64()
        logits = T.match_buffer(logits_handle, (n, vocab_size), "float32")
        row = T.match_buffer(row_handle, (m,), "int32")
        token = T.match_buffer(token_handle, (m,), "int32")
        bias = T.match_buffer(bias_handle, (m,), "float32")
        for bx in T.thread_binding((m + THREADS - 1) // THREADS, thread="blockIdx.x"):
            for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("bias"):
                    T.reads()
                    T.writes()
                    if bx * THREADS + tx < m:
                        logits[row[bx * THREADS + tx], token[bx * THREADS + tx]] += bias[bx * THREADS + tx]

    return apply_logit_bias_inplace


def apply_penalty_kernel(vocab_size: int) -> tirx.PrimFunc:
    """Presence, frequency and repetition penalties on tokens that occurred, in place.

    logits float32 [n, vocabulary]; rows int32 [s] (each sequence's row); sequence, token, count int32 [m]; penalties
    float32 [s, 3]. A positive logit is divided, a negative one multiplied by the repetition penalty.
    """

    @T.prim_func(s_tir=True)
    def apply_penalty_inplace(
        logits_handle: T.handle,
        rows_handle: T.handle,
        sequence_handle: T.handle,
        token_handle: T.handle,
        count_handle: T.handle,
        penalties_handle: T.handle,
    ):
        T.func_attr({"global_symbol": "apply_penalty_inplace", "tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        s = T.int64()
        m = T.int64()
        logits = T.match_buffer(logits_handle, (n, vocab_size), "float32")
        rows = T.match_buffer(rows_handle, (s,), "int32")
        sequence = T.match_buffer(sequence_handle, (m,), "int32")
        token = T.match_buffer(token_handle, (m,), "int32")
        count = T.match_buffer(count_handle, (m,), "int32")
        penalties = T.match_buffer(penalties_handle, (s, 3), "float32")
        for bx in T.thread_binding((m + THREADS - 1) // THREADS, thread="blockIdx.x"):
            for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("penalty"):
                    T.reads()
                    T.writes()
                    logit = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    if bx * THREADS + tx < m:
                        logit[0] = logits[rows[sequence[bx * THREADS + tx]], token[bx * THREADS + tx]]
                        logit[0] -= (
                            penalties[sequence[bx * THREADS + tx], 0]
                            + T.cast(count[bx * THREADS + tx], "float32") * penalties[sequence[bx * THREADS + tx], 1]
                        )
                        logits[rows[sequence[bx * THREADS + tx]], token[bx * THREADS + tx]] = T.if_then_else(
                            logit[0] > T.float32(0),
                            logit[0] / penalties[sequence[bx * THREADS + tx], 2],
                            logit[0] * penalties[sequence[bx * THREADS + tx], 2],
                        )

    return apply_penalty_inplace


def apply_bitmask_kernel(vocab_size: int) -> tirx.PrimFunc:
    """Forbids the tokens whose bit is 0, in place.

    logits float32 [n, vocabulary], rows int32 [s], bits int32 [n, words].

    Token 32 * i + j is bit j of word i.
    """
    words = (vocab_size + 31) // 32

    @T.prim_func(s_tir=True)
    def apply_bitmask_inplace(logits_handle: T.handle, rows_handle: T.handle, bits_handle: T.handle):
        T.func_attr({"global_symbol": "apply_bitmask_inplace", "tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        s = T.int64()
        logits = T.match_buffer(logits_handle, (n, vocab_size), "float32")
        rows = T.match_buffer(rows_handle, (s,), "int32")
        bits = T.match_buffer(bits_handle, (n, words), "int32")
        for by in T.thread_binding(s, thread="blockIdx.y"):
            for bx in T.thread_binding((vocab_size + THREADS - 1) // THREADS, thread="blockIdx.x"):
                for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                    with T.sblock("mask"):
                        T.reads()
                        T.writes()
                        token: T.let[T.int32] = bx * THREADS + tx
                        if token < vocab_size and (bits[rows[by], token // 32] >> (token % 32)) & 1 == 0:
                            logits[rows[by], token] = T.float32(FORBIDDEN_LOGIT)

    return apply_bitmask_inplace
