"""Quantized matrix multiplication (q4g32), one kernel for a single token and one for many.

Both give a thread whole rows of the weight, so that no barrier is needed, and read 128 bits at a time: a `vec4<u32>` is
one group of 32 weights. `vector_loads` turns the parameters that are only read so into arrays of vectors.
"""

from tvm import tirx
from tvm.relax.frontend import nn
from tvm.script import tirx as T

from .half import half_to_float

# Rows of the weight to a workgroup of the single-token kernel; one a thread.
DECODE_THREADS = 64
# The many-token kernel: threads to a workgroup, and the rows and tokens of the output that each thread owns.
PREFILL_THREADS = 32
PREFILL_ROWS = 4
PREFILL_TOKENS = 8

WORDS_PER_GROUP = 4


def matmul(
    x: nn.Tensor, q_weight: nn.Tensor, q_scale: nn.Tensor, out_dtype: str, residual: nn.Tensor | None
) -> nn.Tensor:
    """x [1, n, in], q_weight [out, in / 8], q_scale [out, in / 64] -> [1, n, out], summed in float32."""
    _, n, columns = x.shape
    rows = q_weight.shape[0]
    single = isinstance(n, int) and n == 1
    make = decode_kernel if single else prefill_kernel
    kernel = make(rows, columns, x.dtype, out_dtype, residual is not None)
    name = f"q4g32_{'decode' if single else 'prefill'}_{rows}x{columns}"
    return nn.tensor_ir_op(
        kernel,
        name,
        args=[x, q_weight, q_scale] + ([residual] if residual is not None else [x]),
        out=nn.Tensor.placeholder((1, n, rows), out_dtype),
    )


def decode_kernel(rows: int, columns: int, dtype: str, out_dtype: str, has_residual: bool) -> tirx.PrimFunc:
    """One token: x [1, 1, in] -> [1, 1, out]; a thread computes one element of the output.

    Without a residual, `residual` is x again and unused.
    """
    groups = columns // 32
    residual_width = rows if has_residual else columns

    @T.prim_func(s_tir=True, private=True)
    def q4g32_decode(
        x: T.Buffer((1, 1, columns), dtype),
        q_weight: T.Buffer((rows, columns // 8), "uint32"),
        q_scale: T.Buffer((rows, columns // 64), "uint32"),
        residual: T.Buffer((1, 1, residual_width), dtype),
        out: T.Buffer((1, 1, rows), out_dtype),
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        for bx in T.thread_binding((rows + DECODE_THREADS - 1) // DECODE_THREADS, thread="blockIdx.x"):
            for tx in T.thread_binding(DECODE_THREADS, thread="threadIdx.x"):
                with T.sblock("decode"):
                    T.reads()
                    T.writes()
                    total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    group_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    words = T.sblock_alloc_buffer((WORDS_PER_GROUP,), "uint32", scope="local")
                    weights = T.sblock_alloc_buffer((4,), "float32", scope="local")
                    values = T.sblock_alloc_buffer((4,), "float32", scope="local")
                    if bx * DECODE_THREADS + tx < rows:
                        row: T.let[T.int32] = bx * DECODE_THREADS + tx
                        total[0] = T.float32(0)
                        for g in T.serial(groups):
                            for v in T.vectorized(WORDS_PER_GROUP):
                                words[v] = q_weight[row, g * WORDS_PER_GROUP + v]
                            group_sum[0] = T.float32(0)
                            for w in T.unroll(WORDS_PER_GROUP):
                                for h in T.unroll(2):
                                    for v in T.vectorized(4):
                                        weights[v] = T.cast(
                                            (words[w] >> T.cast(h * 16 + v * 4, "uint32")) & T.uint32(15), "float32"
                                        ) - T.float32(8)
                                    for v in T.vectorized(4):
                                        values[v] = T.cast(x[0, 0, g * 32 + w * 8 + h * 4 + v], "float32")
                                    group_sum[0] += T.call_pure_extern(
                                        "float32", "dot", weights[T.ramp(0, 1, 4)], values[T.ramp(0, 1, 4)]
                                    )
                            total[0] += group_sum[0] * half_to_float(
                                (q_scale[row, g // 2] >> T.cast(g % 2 * 16, "uint32")) & T.uint32(0xFFFF)
                            )
                        if has_residual:
                            out[0, 0, row] = T.cast(total[0] + T.cast(residual[0, 0, row], "float32"), out_dtype)
                        else:
                            out[0, 0, row] = T.cast(total[0], out_dtype)

    return q4g32_decode


def prefill_kernel(rows: int, columns: int, dtype: str, out_dtype: str, has_residual: bool) -> tirx.PrimFunc:
    """n tokens: x [1, n, in] -> [1, n, out]; a thread computes 4 rows by 8 tokens of the output.

    Each weight is decoded once for the thread's tokens. Tokens beyond the last are computed from the last one again,
    and not stored. Without a residual, `residual` is x again and unused.
    """
    groups = columns // 32
    residual_width = rows if has_residual else columns
    row_step = PREFILL_THREADS * PREFILL_ROWS

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
        for by in T.thread_binding((n + PREFILL_TOKENS - 1) // PREFILL_TOKENS, thread="blockIdx.y"):
            for bx in T.thread_binding((rows + row_step - 1) // row_step, thread="blockIdx.x"):
                for tx in T.thread_binding(PREFILL_THREADS, thread="threadIdx.x"):
                    with T.sblock("prefill"):
                        T.reads()
                        T.writes()
                        total = T.sblock_alloc_buffer((PREFILL_ROWS * PREFILL_TOKENS,), "float32", scope="local")
                        words = T.sblock_alloc_buffer((WORDS_PER_GROUP * PREFILL_ROWS,), "uint32", scope="local")
                        scales = T.sblock_alloc_buffer((PREFILL_ROWS,), "float32", scope="local")
                        weights = T.sblock_alloc_buffer((PREFILL_ROWS * 4,), "float32", scope="local")
                        values = T.sblock_alloc_buffer((4,), "float32", scope="local")
                        if (bx * PREFILL_THREADS + tx) * PREFILL_ROWS < rows:
                            first_row: T.let[T.int32] = (bx * PREFILL_THREADS + tx) * PREFILL_ROWS
                            for i in T.unroll(PREFILL_ROWS * PREFILL_TOKENS):
                                total[i] = T.float32(0)
                            for g in T.serial(groups):
                                for r in T.unroll(PREFILL_ROWS):
                                    scales[r] = half_to_float(
                                        (
                                            q_scale[T.min(first_row + r, rows - 1), g // 2]
                                            >> T.cast(g % 2 * 16, "uint32")
                                        )
                                        & T.uint32(0xFFFF)
                                    )
                                for w in T.serial(WORDS_PER_GROUP):
                                    for r in T.unroll(PREFILL_ROWS):
                                        words[r] = q_weight[T.min(first_row + r, rows - 1), g * WORDS_PER_GROUP + w]
                                    for h in T.unroll(2):
                                        for r in T.unroll(PREFILL_ROWS):
                                            for v in T.vectorized(4):
                                                weights[r * 4 + v] = (
                                                    T.cast(
                                                        (words[r] >> T.cast(h * 16 + v * 4, "uint32")) & T.uint32(15),
                                                        "float32",
                                                    )
                                                    - T.float32(8)
                                                ) * scales[r]
                                        for t in T.unroll(PREFILL_TOKENS):
                                            for v in T.vectorized(4):
                                                values[v] = T.cast(
                                                    x[
                                                        0,
                                                        T.min(by * PREFILL_TOKENS + t, n - 1),
                                                        g * 32 + w * 8 + h * 4 + v,
                                                    ],
                                                    "float32",
                                                )
                                            for r in T.unroll(PREFILL_ROWS):
                                                total[r * PREFILL_TOKENS + t] += T.call_pure_extern(
                                                    "float32",
                                                    "dot",
                                                    weights[T.ramp(r * 4, 1, 4)],
                                                    values[T.ramp(0, 1, 4)],
                                                )
                            for t in T.unroll(PREFILL_TOKENS):
                                for r in T.unroll(PREFILL_ROWS):
                                    if by * PREFILL_TOKENS + t < n and first_row + r < rows:
                                        if has_residual:
                                            out[0, by * PREFILL_TOKENS + t, first_row + r] = T.cast(
                                                total[r * PREFILL_TOKENS + t]
                                                + T.cast(
                                                    residual[0, by * PREFILL_TOKENS + t, first_row + r], "float32"
                                                ),
                                                out_dtype,
                                            )
                                        else:
                                            out[0, by * PREFILL_TOKENS + t, first_row + r] = T.cast(
                                                total[r * PREFILL_TOKENS + t], out_dtype
                                            )

    return q4g32_prefill
