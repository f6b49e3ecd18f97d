"""Rotary position embeddings, in the rotate-half form, exact at any position.

WGSL promises sines and cosines only between -pi and pi, and to 2^-11; a Llama's first pair of dimensions turns by one
radian a token. Here an angle is a fraction of a turn, an unsigned 32-bit number: position times step, where the product
wraps as angles do. What remains after the nearest quarter turn is small enough for a short series.
"""

import math

from tvm import tirx
from tvm.script import tirx as T

THREADS = 64
# Pairs of dimensions to a thread.
PAIRS = 4
RADIANS_PER_UNIT = 2 * math.pi / 2**32


def split_rotary_kernel(heads: int, kv_heads: int, head_dim: int, rope_theta: float, dtype: str) -> tirx.PrimFunc:
    """Splits qkv [n, heads + 2 * kv_heads, head_dim] into q, k and v [n, heads of it, head_dim], q and k rotated.

    position_map int32 [n]: the tokens' positions. A thread rotates four pairs of dimensions of a head.
    """
    all_heads = heads + 2 * kv_heads
    half = head_dim // 2
    blocks = half // PAIRS
    steps = [round(2**32 * rope_theta ** (-pair / half) / (2 * math.pi)) for pair in range(half)]

    @T.prim_func(s_tir=True)
    def split_rotary(
        qkv_handle: T.handle,
        position_map_handle: T.handle,
        q_handle: T.handle,
        k_handle: T.handle,
        v_handle: T.handle,
        _apply_rope: T.int64,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True, "global_symbol": "split_rotary"})
        n = T.int32()
        position_map_offset = T.int32()
        qkv = T.match_buffer(qkv_handle, (n, all_heads, head_dim), dtype)
        q = T.match_buffer(q_handle, (n, heads, head_dim), dtype)
        k = T.match_buffer(k_handle, (n, kv_heads, head_dim), dtype)
        v = T.match_buffer(v_handle, (n, kv_heads, head_dim), dtype)
        position_map = T.match_buffer(position_map_handle, (n,), "int32", elem_offset=position_map_offset)
        for bx in T.thread_binding((n * all_heads * blocks + THREADS - 1) // THREADS, thread="blockIdx.x"):
            for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("rotary"):
                    T.reads()
                    T.writes()
                    angle = T.sblock_alloc_buffer((1,), "uint32", scope="local")
                    quarter = T.sblock_alloc_buffer((1,), "uint32", scope="local")
                    radians = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    sine = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    cosine = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    low = T.sblock_alloc_buffer((PAIRS,), "float32", scope="local")
                    high = T.sblock_alloc_buffer((PAIRS,), "float32", scope="local")
                    swapped = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    if bx * THREADS + tx < n * all_heads * blocks:
                        token: T.let[T.int32] = (bx * THREADS + tx) // (all_heads * blocks)
                        head: T.let[T.int32] = (bx * THREADS + tx) // blocks % all_heads
                        block: T.let[T.int32] = (bx * THREADS + tx) % blocks
                        for lane in T.vectorized(PAIRS):
                            low[lane] = T.cast(qkv[token, head, block * PAIRS + lane], "float32")
                        for lane in T.vectorized(PAIRS):
                            high[lane] = T.cast(qkv[token, head, half + block * PAIRS + lane], "float32")
                        if head < heads + kv_heads:
                            for lane in T.serial(PAIRS):
                                angle[0] = T.cast(position_map[token], "uint32") * _step(steps, block * PAIRS + lane)
                                quarter[0] = (angle[0] + T.uint32(2**29)) >> T.uint32(30)
                                radians[0] = T.cast(
                                    T.reinterpret("int32", angle[0] - (quarter[0] << T.uint32(30))), "float32"
                                ) * T.float32(RADIANS_PER_UNIT)
                                sine[0] = _sine(radians[0])
                                cosine[0] = _cosine(radians[0])
                                # By quarters of a turn, (sine, cosine) is (s, c), (c, -s), (-s, -c) or (-c, s).
                                if quarter[0] % T.uint32(2) == T.uint32(1):
                                    swapped[0] = sine[0]
                                    sine[0] = cosine[0]
                                    cosine[0] = -swapped[0]
                                if quarter[0] % T.uint32(4) >= T.uint32(2):
                                    sine[0] = -sine[0]
                                    cosine[0] = -cosine[0]
                                swapped[0] = low[lane] * cosine[0] - high[lane] * sine[0]
                                high[lane] = high[lane] * cosine[0] + low[lane] * sine[0]
                                low[lane] = swapped[0]
                        for lane in T.serial(PAIRS):
                            dim: T.let[T.int32] = block * PAIRS + lane
                            if head < heads:
                                q[token, head, dim] = T.cast(low[lane], dtype)
                                q[token, head, half + dim] = T.cast(high[lane], dtype)
                            else:
                                if head < heads + kv_heads:
                                    k[token, head - heads, dim] = T.cast(low[lane], dtype)
                                    k[token, head - heads, half + dim] = T.cast(high[lane], dtype)
                                else:
                                    v[token, head - heads - kv_heads, dim] = T.cast(low[lane], dtype)
                                    v[token, head - heads - kv_heads, half + dim] = T.cast(high[lane], dtype)

    return split_rotary


def _step(steps: list[int], pair: tirx.Expr, first: int = 0) -> tirx.Expr:
    """By how much of a turn, in 2^-32, a pair of dimensions, numbered from `first`, turns from token to token."""
    if len(steps) == 1:
        return tirx.const(steps[0], "uint32")
    middle = len(steps) // 2
    below, above = _step(steps[:middle], pair, first), _step(steps[middle:], pair, first + middle)
    return tirx.Select(pair < first + middle, below, above)


def _sine(x: tirx.Expr) -> tirx.Expr:
    """sin x for |x| <= pi / 4, to 2e-9."""
    return x * _series(x * x, [1 / math.factorial(k) * (-1) ** (k // 2) for k in (1, 3, 5, 7, 9)])


def _cosine(x: tirx.Expr) -> tirx.Expr:
    """cos x for |x| <= pi / 4, to 3e-8."""
    return _series(x * x, [1 / math.factorial(k) * (-1) ** (k // 2) for k in (0, 2, 4, 6, 8)])


def _series(x: tirx.Expr, coefficients: list[float]) -> tirx.Expr:
    """The polynomial of these coefficients, constant first."""
    total = tirx.const(coefficients[-1], "float32")
    for coefficient in reversed(coefficients[:-1]):
        total = total * x + tirx.const(coefficient, "float32")
    return total
