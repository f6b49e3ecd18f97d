"""Quantized matrix multiplication (q4g32) of many tokens: x [1, n, in] -> [1, n, out], plus the residual, if any.

`vector_loads` turns the parameters that are only read four elements at a time into arrays of vectors.
"""

from collections.abc import Callable

from tvm import tirx
from tvm.script import tirx as T

from .half import half_bits, half_to_float
from .schedule import Schedule

WORDS_PER_GROUP = 4
# On software adapters: threads to a workgroup, and the rows and tokens of the output that each thread owns.
SOFTWARE_THREADS = 32
SOFTWARE_ROWS = 4
SOFTWARE_TOKENS = 8
# On GPUs: the rows and tokens of the output that a workgroup computes, and how many of either a thread owns.
TILE_ROWS = 64
TILE_TOKENS = 32
GPU_ROWS = 8
GPU_TOKENS = 4
ROW_THREADS = TILE_ROWS // GPU_ROWS
GPU_THREADS = ROW_THREADS * (TILE_TOKENS // GPU_TOKENS)
VECTORS_PER_GROUP = 8
# Vectors from one four of a group to the next in workgroup memory. One more than there are tokens, so that threads that
# store neighbouring fours do not meet in a memory bank.
TOKEN_STRIDE = TILE_TOKENS + 1


def matmul_prefill_kernel(
    rows: int, columns: int, dtype: str, out_dtype: str, *, has_residual: bool, schedule: Schedule
) -> tirx.PrimFunc:
    """The kernel for a weight [rows, columns]. Without a residual, `residual` is x again and unused."""
    residual_width = rows if has_residual else columns
    groups = columns // 32
    if schedule == Schedule.SOFTWARE:
        threads, own_rows, own_tokens = SOFTWARE_THREADS, SOFTWARE_THREADS * SOFTWARE_ROWS, SOFTWARE_TOKENS
        multiply = _blocks_of_a_thread(rows, groups, out_dtype, has_residual)
    else:
        threads, own_rows, own_tokens = GPU_THREADS, TILE_ROWS, TILE_TOKENS
        multiply = _tiles_of_a_workgroup(rows, groups, dtype, out_dtype, has_residual)

    @T.prim_func(s_tir=True, private=True)
    def q4g32_prefill(
        x_handle: T.handle,
        q_weight: T.Buffer((rows, columns // 8), "uint32"),
        q_scale: T.Buffer((rows, columns // 64), "uint32"),
        residual_handle: T.handle,
        out_handle: T.handle,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        x = T.match_buffer(x_handle, (1, n, columns), dtype)
        residual = T.match_buffer(residual_handle, (1, n, residual_width), dtype)
        out = T.match_buffer(out_handle, (1, n, rows), out_dtype)
        for by in T.thread_binding((n + own_tokens - 1) // own_tokens, thread="blockIdx.y"):
            for bx in T.thread_binding((rows + own_rows - 1) // own_rows, thread="blockIdx.x"):
                for tx in T.thread_binding(threads, thread="threadIdx.x"):
                    with T.sblock("prefill"):
                        T.reads()
                        T.writes()
                        multiply(x, q_weight, q_scale, residual, out, n, by, bx, tx)

    return q4g32_prefill


def _blocks_of_a_thread(rows: int, groups: int, out_dtype: str, has_residual: bool) -> Callable:
    """A thread computes 4 rows by 8 tokens of the output.

    Each weight is decoded once for the thread's tokens. Tokens beyond the last are computed from the last one again,
    and not stored.
    """

    @T.macro
    def multiply(x, q_weight, q_scale, residual, out, n, by, bx, tx):
        total = T.sblock_alloc_buffer((SOFTWARE_ROWS * SOFTWARE_TOKENS,), "float32", scope="local")
        words = T.sblock_alloc_buffer((WORDS_PER_GROUP * SOFTWARE_ROWS,), "uint32", scope="local")
        scale_bits = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        scales = T.sblock_alloc_buffer((SOFTWARE_ROWS,), "float32", scope="local")
        weights = T.sblock_alloc_buffer((SOFTWARE_ROWS * 4,), "float32", scope="local")
        values = T.sblock_alloc_buffer((4,), "float32", scope="local")
        if (bx * SOFTWARE_THREADS + tx) * SOFTWARE_ROWS < rows:
            first_row: T.let[T.int32] = (bx * SOFTWARE_THREADS + tx) * SOFTWARE_ROWS
            for i in T.unroll(SOFTWARE_ROWS * SOFTWARE_TOKENS):
                total[i] = T.float32(0)
            for g in T.serial(groups):
                for r in T.unroll(SOFTWARE_ROWS):
                    scale_bits[0] = half_bits(q_scale[T.min(first_row + r, rows - 1), g // 2], g)
                    scales[r] = half_to_float(scale_bits[0])
                for w in T.serial(WORDS_PER_GROUP):
                    for r in T.unroll(SOFTWARE_ROWS):
                        words[r] = q_weight[T.min(first_row + r, rows - 1), g * WORDS_PER_GROUP + w]
                    for h in T.unroll(2):
                        for r in T.unroll(SOFTWARE_ROWS):
                            for v in T.vectorized(4):
                                weights[r * 4 + v] = (
                                    T.cast(
                                        (words[r] >> T.cast(h * 16 + v * 4, "uint32")) & T.uint32(15),
                                        "float32",
                                    )
                                    - T.float32(8)
                                ) * scales[r]
                        for t in T.unroll(SOFTWARE_TOKENS):
                            for v in T.vectorized(4):
                                values[v] = T.cast(
                                    x[
                                        0,
                                        T.min(by * SOFTWARE_TOKENS + t, n - 1),
                                        g * 32 + w * 8 + h * 4 + v,
                                    ],
                                    "float32",
                                )
                            for r in T.unroll(SOFTWARE_ROWS):
                                total[r * SOFTWARE_TOKENS + t] += T.call_pure_extern(
                                    "float32",
                                    "dot",
                                    weights[T.ramp(r * 4, 1, 4)],
                                    values[T.ramp(0, 1, 4)],
                                )
            for t in T.unroll(SOFTWARE_TOKENS):
                for r in T.unroll(SOFTWARE_ROWS):
                    if by * SOFTWARE_TOKENS + t < n and first_row + r < rows:
                        if has_residual:
                            out[0, by * SOFTWARE_TOKENS + t, first_row + r] = T.cast(
                                total[r * SOFTWARE_TOKENS + t]
                                + T.cast(residual[0, by * SOFTWARE_TOKENS + t, first_row + r], "float32"),
                                out_dtype,
                            )
                        else:
                            out[0, by * SOFTWARE_TOKENS + t, first_row + r] = T.cast(
                                total[r * SOFTWARE_TOKENS + t], out_dtype
                            )

    return multiply


def _tiles_of_a_workgroup(rows: int, groups: int, dtype: str, out_dtype: str, has_residual: bool) -> Callable:
    """A workgroup computes 64 rows by 32 tokens of the output, 32 columns at a time, and a thread 8 by 4 of them.

    A thread decodes the weights of one row for all threads. Rows and tokens beyond the last are computed from the last
    one again, and not stored. In workgroup memory, vectors of four columns are in the order of their columns, then of
    their rows or tokens: neighbouring threads read neighbouring vectors.
    """
    token_loads = TILE_TOKENS * VECTORS_PER_GROUP // GPU_THREADS

    @T.macro
    def multiply(x, q_weight, q_scale, residual, out, n, by, bx, tx):
        weight_tile = T.sblock_alloc_buffer((VECTORS_PER_GROUP * TILE_ROWS * 4,), dtype, scope="shared")
        token_tile = T.sblock_alloc_buffer((VECTORS_PER_GROUP * TOKEN_STRIDE * 4,), dtype, scope="shared")
        total = T.sblock_alloc_buffer((GPU_ROWS * GPU_TOKENS,), "float32", scope="local")
        words = T.sblock_alloc_buffer((WORDS_PER_GROUP,), "uint32", scope="local")
        scale_bits = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        scale = T.sblock_alloc_buffer((1,), "float32", scope="local")
        weights = T.sblock_alloc_buffer((GPU_ROWS * 4,), "float32", scope="local")
        values = T.sblock_alloc_buffer((4,), "float32", scope="local")
        own_row: T.let[T.int32] = T.min(bx * TILE_ROWS + tx, rows - 1)
        for i in T.unroll(GPU_ROWS * GPU_TOKENS):
            total[i] = T.float32(0)
        for g in T.serial(groups):
            for v in T.vectorized(WORDS_PER_GROUP):
                words[v] = q_weight[own_row, g * WORDS_PER_GROUP + v]
            scale_bits[0] = half_bits(q_scale[own_row, g // 2], g)
            scale[0] = half_to_float(scale_bits[0])
            for w in T.unroll(WORDS_PER_GROUP):
                for h in T.unroll(2):
                    for v in T.vectorized(4):
                        weight_tile[((w * 2 + h) * TILE_ROWS + tx) * 4 + v] = T.cast(
                            (
                                T.cast(
                                    (words[w] >> T.cast(h * 16 + v * 4, "uint32")) & T.uint32(15),
                                    "float32",
                                )
                                - T.float32(8)
                            )
                            * scale[0],
                            dtype,
                        )
            for i in T.unroll(token_loads):
                load: T.let[T.int32] = i * GPU_THREADS + tx
                token: T.let[T.int64] = by * TILE_TOKENS + load // VECTORS_PER_GROUP
                for v in T.vectorized(4):
                    token_tile[(load % VECTORS_PER_GROUP * TOKEN_STRIDE + load // VECTORS_PER_GROUP) * 4 + v] = x[
                        0, T.min(token, n - 1), g * 32 + load % VECTORS_PER_GROUP * 4 + v
                    ]
            T.tvm_storage_sync("shared")
            for k in T.serial(VECTORS_PER_GROUP):
                for r in T.unroll(GPU_ROWS):
                    for v in T.vectorized(4):
                        weights[r * 4 + v] = T.cast(
                            weight_tile[(k * TILE_ROWS + r * ROW_THREADS + tx % ROW_THREADS) * 4 + v],
                            "float32",
                        )
                for t in T.unroll(GPU_TOKENS):
                    for v in T.vectorized(4):
                        values[v] = T.cast(
                            token_tile[(k * TOKEN_STRIDE + tx // ROW_THREADS * GPU_TOKENS + t) * 4 + v],
                            "float32",
                        )
                    for r in T.unroll(GPU_ROWS):
                        total[r * GPU_TOKENS + t] += T.call_pure_extern(
                            "float32", "dot", weights[T.ramp(r * 4, 1, 4)], values[T.ramp(0, 1, 4)]
                        )
            T.tvm_storage_sync("shared")
        for t in T.unroll(GPU_TOKENS):
            for r in T.unroll(GPU_ROWS):
                if (
                    by * TILE_TOKENS + tx // ROW_THREADS * GPU_TOKENS + t < n
                    and bx * TILE_ROWS + r * ROW_THREADS + tx % ROW_THREADS < rows
                ):
                    out_token: T.let[T.int64] = by * TILE_TOKENS + tx // ROW_THREADS * GPU_TOKENS + t
                    out_row: T.let[T.int32] = bx * TILE_ROWS + r * ROW_THREADS + tx % ROW_THREADS
                    if has_residual:
                        total[r * GPU_TOKENS + t] += T.cast(residual[0, out_token, out_row], "float32")
                    out[0, out_token, out_row] = T.cast(total[r * GPU_TOKENS + t], out_dtype)

    return multiply
