"""Quantized matrix multiplication (q4g32) of a single token: x [1, 1, in] -> [1, 1, out].

A multiplication may take in what surrounds it: on GPUs, the norm of x before it; the residual that is added after it,
or, where the matrix holds a gate's rows and then as many of what the gate lets through, silu(gate) * up. 128 bits of
weights are read at a time: a `vec4<u32>` is one group of 32. `vector_loads` turns the parameters that are only read so
into arrays of vectors.
"""

from collections.abc import Callable

from tvm import tirx
from tvm.script import tirx as T

from .half import half_bits, half_to_float
from .schedule import Schedule

WORDS_PER_GROUP = 4
# On software adapters: threads to a workgroup.
SOFTWARE_THREADS = 32
# On GPUs: neighbouring threads that share rows, and the rows that they compute.
LANES = 32
LANE_ROWS = 2
# How many such threads a workgroup has together, and the rows that it computes.
BANDS = 8
GPU_THREADS = BANDS * LANES
GPU_ROWS = BANDS * LANE_ROWS
# The values of a workgroup's tile of x: a vector of four for each thread, and a group of 32 for each lane.
VECTORS_PER_GROUP = 8
# A band's lanes add up their parts through workgroup memory, first to this many, then to one.
LANE_PARTS = 8
# Where, beside a lane's two rows, the squares of x are added up.
SQUARE = LANE_ROWS
# The bits of 1 as a float32, and where its exponent begins: 2^-n is n exponents less.
ONE_BITS = 0x3F800000
EXPONENT_SHIFT = 23


def takes_norm(schedule: Schedule) -> bool:
    """Whether the kernel can normalize x. A software adapter's threads would each have to square all of it."""
    return schedule != Schedule.SOFTWARE


def matmul_decode_kernel(
    rows: int,
    columns: int,
    dtype: str,
    out_dtype: str,
    *,
    norm_eps: float | None,
    gated: bool,
    has_residual: bool,
    schedule: Schedule,
) -> tirx.PrimFunc:
    """The kernel for a weight [rows, columns]; the output has rows / 2 elements where it is gated.

    With `norm_eps`, which a schedule must take, what is multiplied is x / sqrt(mean(x^2) + norm_eps) * norm; `norm` is
    float32. Without it, or without a residual, `norm` or `residual` is x again and unused.
    """
    outputs = rows // 2 if gated else rows
    residual_width = outputs if has_residual else columns
    norm_shape, norm_dtype = ((1, 1, columns), dtype) if norm_eps is None else ((columns,), "float32")
    groups = columns // 32
    if schedule == Schedule.SOFTWARE:
        threads, own_outputs = SOFTWARE_THREADS, SOFTWARE_THREADS
        multiply = _rows_of_a_thread(groups, outputs, out_dtype, gated, has_residual)
    else:
        threads, own_outputs = GPU_THREADS, GPU_ROWS // 2 if gated else GPU_ROWS
        multiply = _rows_of_a_workgroup(groups, outputs, own_outputs, out_dtype, norm_eps, gated, has_residual)

    @T.prim_func(s_tir=True, private=True)
    def q4g32_decode(
        x: T.Buffer((1, 1, columns), dtype),
        q_weight: T.Buffer((rows, columns // 8), "uint32"),
        q_scale: T.Buffer((rows, columns // 64), "uint32"),
        norm: T.Buffer(norm_shape, norm_dtype),
        residual: T.Buffer((1, 1, residual_width), dtype),
        out: T.Buffer((1, 1, outputs), out_dtype),
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        for bx in T.thread_binding((outputs + own_outputs - 1) // own_outputs, thread="blockIdx.x"):
            for tx in T.thread_binding(threads, thread="threadIdx.x"):
                with T.sblock("decode"):
                    T.reads()
                    T.writes()
                    multiply(x, q_weight, q_scale, norm, residual, out, bx, tx)

    return q4g32_decode


def silu(gate: tirx.Expr) -> tirx.Expr:
    """gate / (1 + exp(-gate)), float32."""
    # Kept below the largest float32: WGSL need not honour infinities.
    decay = tirx.exp(tirx.min(-gate, tirx.const(80.0, "float32")))
    return gate / (tirx.const(1.0, "float32") + decay)


def _rows_of_a_thread(groups: int, outputs: int, out_dtype: str, gated: bool, has_residual: bool) -> Callable:
    """A thread computes one element of the output, from one row or from its gate's row and its own."""
    own_rows = 2 if gated else 1

    @T.macro
    def multiply(x, q_weight, q_scale, norm, residual, out, bx, tx):
        total = T.sblock_alloc_buffer((own_rows,), "float32", scope="local")
        group_sum = T.sblock_alloc_buffer((own_rows,), "float32", scope="local")
        words = T.sblock_alloc_buffer((own_rows * WORDS_PER_GROUP,), "uint32", scope="local")
        scale_bits = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        weights = T.sblock_alloc_buffer((4,), "float32", scope="local")
        values = T.sblock_alloc_buffer((4,), "float32", scope="local")
        if bx * SOFTWARE_THREADS + tx < outputs:
            element: T.let[T.int32] = bx * SOFTWARE_THREADS + tx
            for r in T.unroll(own_rows):
                total[r] = T.float32(0)
            for g in T.serial(groups):
                for r in T.unroll(own_rows):
                    for v in T.vectorized(WORDS_PER_GROUP):
                        words[r * WORDS_PER_GROUP + v] = q_weight[r * outputs + element, g * WORDS_PER_GROUP + v]
                    group_sum[r] = T.float32(0)
                for w in T.unroll(WORDS_PER_GROUP):
                    for h in T.unroll(2):
                        for v in T.vectorized(4):
                            values[v] = T.cast(x[0, 0, g * 32 + w * 8 + h * 4 + v], "float32")
                        for r in T.unroll(own_rows):
                            for v in T.vectorized(4):
                                weights[v] = T.cast(
                                    (words[r * WORDS_PER_GROUP + w] >> T.cast(h * 16 + v * 4, "uint32")) & T.uint32(15),
                                    "float32",
                                ) - T.float32(8)
                            group_sum[r] += T.call_pure_extern(
                                "float32", "dot", weights[T.ramp(0, 1, 4)], values[T.ramp(0, 1, 4)]
                            )
                for r in T.unroll(own_rows):
                    scale_bits[0] = half_bits(q_scale[r * outputs + element, g // 2], g)
                    total[r] += group_sum[r] * half_to_float(scale_bits[0])
            if gated:
                total[0] = silu(total[0]) * total[own_rows - 1]
            if has_residual:
                total[0] += T.cast(residual[0, 0, element], "float32")
            out[0, 0, element] = T.cast(total[0], out_dtype)

    return multiply


def _rows_of_a_workgroup(
    groups: int,
    outputs: int,
    own_outputs: int,
    out_dtype: str,
    norm_eps: float | None,
    gated: bool,
    has_residual: bool,
) -> Callable:
    """A workgroup computes 16 rows; 32 neighbouring threads take the groups of 32 weights of 2 of them in turn.

    For 1024 columns at a time, x is normalized once for all rows and laid into workgroup memory, in the order of the
    fours of a group, then of the groups: neighbouring threads read neighbouring vectors. Threads that each read their
    own group of x and of the norm from memory would keep a GPU's cache busier than the weights do. A weight is left at
    its place in its word, and its value divided by as much instead. The 8 that every nibble is too large by is taken
    off once a group, times the sum of the values. All threads together see every element of x once, and so the squares
    that its norm needs; the norm's root is one factor of all rows.
    """
    has_norm = norm_eps is not None
    columns = groups * 32

    def row_of(block: tirx.Expr, place: tirx.Expr) -> tirx.Expr:
        """The row at a place among a workgroup's own: where it is gated, a gate's and what it lets through in turn.

        Rows beyond the last are the last again.
        """
        if gated:
            return tirx.min(block * own_outputs + place // 2, outputs - 1) + place % 2 * outputs
        return tirx.min(block * own_outputs + place, outputs - 1)

    @T.macro
    def multiply(x, q_weight, q_scale, norm, residual, out, bx, tx):
        tile_values = T.sblock_alloc_buffer((VECTORS_PER_GROUP * LANES * 4,), "float32", scope="shared")
        tile_sums = T.sblock_alloc_buffer((VECTORS_PER_GROUP * LANES,), "float32", scope="shared")
        # Read and written as vectors, as what lies in the same memory before them.
        parts = T.sblock_alloc_buffer((GPU_THREADS * 4,), "float32", scope="shared")
        sums = T.sblock_alloc_buffer((BANDS * LANE_PARTS * 4,), "float32", scope="shared")
        band_sums = T.sblock_alloc_buffer((BANDS * 4,), "float32", scope="shared")
        # Of the rows, and at SQUARE, of x.
        total = T.sblock_alloc_buffer((4,), "float32", scope="local")
        group_sum = T.sblock_alloc_buffer((LANE_ROWS,), "float32", scope="local")
        words = T.sblock_alloc_buffer((LANE_ROWS * WORDS_PER_GROUP,), "uint32", scope="local")
        scale_bits = T.sblock_alloc_buffer((LANE_ROWS,), "uint32", scope="local")
        weights = T.sblock_alloc_buffer((4,), "float32", scope="local")
        values = T.sblock_alloc_buffer((4,), "float32", scope="local")
        ones = T.sblock_alloc_buffer((4,), "float32", scope="local")
        value_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
        root = T.sblock_alloc_buffer((1,), "float32", scope="local")
        for v in T.vectorized(4):
            ones[v] = T.float32(1)
            total[v] = T.float32(0)
        for tile in T.serial((groups + LANES - 1) // LANES):
            # Weights first: they are under way while x is laid out. Groups beyond the last meet zeros.
            g: T.let[T.int32] = T.min(tile * LANES + tx % LANES, groups - 1)
            for r in T.unroll(LANE_ROWS):
                for v in T.vectorized(WORDS_PER_GROUP):
                    words[r * WORDS_PER_GROUP + v] = q_weight[
                        row_of(bx, tx // LANES * LANE_ROWS + r), g * WORDS_PER_GROUP + v
                    ]
                scale_bits[r] = half_bits(q_scale[row_of(bx, tx // LANES * LANE_ROWS + r), g // 2], g)
            if tile * GPU_THREADS + tx < groups * VECTORS_PER_GROUP:
                for v in T.vectorized(4):
                    values[v] = T.cast(x[0, 0, (tile * GPU_THREADS + tx) * 4 + v], "float32")
                if has_norm:
                    total[SQUARE] += T.call_pure_extern(
                        "float32", "dot", values[T.ramp(0, 1, 4)], values[T.ramp(0, 1, 4)]
                    )
                    for v in T.vectorized(4):
                        values[v] = values[v] * norm[(tile * GPU_THREADS + tx) * 4 + v]
            else:
                for v in T.vectorized(4):
                    values[v] = T.float32(0)
            place: T.let[T.int32] = tx % VECTORS_PER_GROUP * LANES + tx // VECTORS_PER_GROUP
            tile_sums[place] = T.call_pure_extern("float32", "dot", ones[T.ramp(0, 1, 4)], values[T.ramp(0, 1, 4)])
            for v in T.vectorized(4):
                values[v] = values[v] * T.reinterpret(
                    "float32", T.cast(ONE_BITS - ((tx % 2 * 16 + v * 4) << EXPONENT_SHIFT), "uint32")
                )
            for v in T.vectorized(4):
                tile_values[place * 4 + v] = values[v]
            T.tvm_storage_sync("shared")
            for r in T.unroll(LANE_ROWS):
                group_sum[r] = T.float32(0)
            value_sum[0] = T.float32(0)
            for w in T.unroll(WORDS_PER_GROUP):
                for h in T.unroll(2):
                    for v in T.vectorized(4):
                        values[v] = tile_values[((w * 2 + h) * LANES + tx % LANES) * 4 + v]
                    value_sum[0] += tile_sums[(w * 2 + h) * LANES + tx % LANES]
                    for r in T.unroll(LANE_ROWS):
                        for v in T.vectorized(4):
                            weights[v] = T.cast(
                                words[r * WORDS_PER_GROUP + w] & (T.uint32(15) << T.cast(h * 16 + v * 4, "uint32")),
                                "float32",
                            )
                        group_sum[r] += T.call_pure_extern(
                            "float32", "dot", weights[T.ramp(0, 1, 4)], values[T.ramp(0, 1, 4)]
                        )
            for r in T.unroll(LANE_ROWS):
                total[r] += (group_sum[r] - T.float32(8) * value_sum[0]) * half_to_float(scale_bits[r])
            T.tvm_storage_sync("shared")
        for v in T.vectorized(4):
            parts[tx * 4 + v] = total[v]
        T.tvm_storage_sync("shared")
        if tx < BANDS * LANE_PARTS:
            for v in T.vectorized(4):
                total[v] = T.float32(0)
            for i in T.unroll(LANES // LANE_PARTS):
                for v in T.vectorized(4):
                    total[v] = total[v] + parts[(tx * (LANES // LANE_PARTS) + i) * 4 + v]
            for v in T.vectorized(4):
                sums[tx * 4 + v] = total[v]
        T.tvm_storage_sync("shared")
        if tx < BANDS:
            for v in T.vectorized(4):
                total[v] = T.float32(0)
            for i in T.unroll(LANE_PARTS):
                for v in T.vectorized(4):
                    total[v] = total[v] + sums[(tx * LANE_PARTS + i) * 4 + v]
            for v in T.vectorized(4):
                band_sums[tx * 4 + v] = total[v]
        T.tvm_storage_sync("shared")
        if tx < own_outputs and bx * own_outputs + tx < outputs:
            root[0] = T.float32(1)
            if has_norm:
                root[0] = T.float32(0)
                for i in T.unroll(BANDS):
                    for v in T.vectorized(4):
                        values[v] = band_sums[i * 4 + v]
                    root[0] += values[SQUARE]
                root[0] = T.rsqrt(root[0] / T.float32(columns) + T.float32(norm_eps))
            for v in T.vectorized(4):
                total[v] = band_sums[tx * BANDS // own_outputs * 4 + v] * root[0]
            if gated:
                total[0] = silu(total[0]) * total[1]
            else:
                total[0] = T.Select(tx % LANE_ROWS == 0, total[0], total[1])
            if has_residual:
                total[0] += T.cast(residual[0, 0, bx * own_outputs + tx], "float32")
            out[0, 0, bx * own_outputs + tx] = T.cast(total[0], out_dtype)

    return multiply
