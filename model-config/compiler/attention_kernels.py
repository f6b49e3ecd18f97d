"""Attention over the chunk itself, over the paged past, and of a single token, for one sequence.

TVM's own kernels (of which these take the places and the signatures) reduce every score across threads, with barriers,
and lay out tiles for long prompts. Here a prefill thread owns a query, so that its softmax needs no other thread, and
all threads of a workgroup read the same key at the same time; a decode workgroup needs two barriers for 64 keys.

Softmax is computed on line, in base 2. All kernels also give the base-2 logarithm of the sum of exponentials, by which
the attention over the past and over the chunk are merged. Queries and keys come rotated, so that the arguments that
concern rotary embeddings go unused; so do the index pointers, as web-llm keeps one sequence. They are
bound to names with an underscore, since a kernel must say what its arguments are.
"""

import math

from tvm import tirx
from tvm.script import tirx as T

LOG2_E = math.log2(math.e)
# Below every score, and far enough from the limits of float32 for differences to stay finite.
LOWEST_SCORE = -5e4
PREFILL_THREADS = 32
# Threads of a decode workgroup, which is also the number of keys that it takes at a time.
DECODE_THREADS = 64


def within_chunk_kernel(heads: int, kv_heads: int, head_dim: int, dtype: str) -> tirx.PrimFunc:
    """Causal attention of a chunk's queries [n, heads, head_dim] to its keys and values [n, kv_heads, head_dim]."""
    group = heads // kv_heads
    vectors = head_dim // 4

    @T.prim_func(s_tir=True)
    def attention_within_chunk(
        q_handle: T.handle,
        q_indptr_handle: T.handle,
        k_handle: T.handle,
        v_handle: T.handle,
        kv_indptr_handle: T.handle,
        q_rope_position_handle: T.handle,
        k_rope_pos_offset_handle: T.handle,
        out_handle: T.handle,
        log_sum_handle: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True, "global_symbol": "attention_within_chunk"})
        n = T.int32()
        batch = T.int32()
        q_indptr_offset = T.int32()
        kv_indptr_offset = T.int32()
        q_position_offset = T.int32()
        k_position_offset = T.int32()
        q = T.match_buffer(q_handle, (n, heads, head_dim), dtype)
        _q_indptr = T.match_buffer(q_indptr_handle, (batch + 1,), "int32", elem_offset=q_indptr_offset)
        k = T.match_buffer(k_handle, (n, kv_heads, head_dim), dtype)
        v = T.match_buffer(v_handle, (n, kv_heads, head_dim), dtype)
        _kv_indptr = T.match_buffer(kv_indptr_handle, (batch + 1,), "int32", elem_offset=kv_indptr_offset)
        _q_position = T.match_buffer(q_rope_position_handle, (n,), "int32", elem_offset=q_position_offset)
        _k_position = T.match_buffer(k_rope_pos_offset_handle, (batch,), "int32", elem_offset=k_position_offset)
        out = T.match_buffer(out_handle, (n, heads, head_dim), dtype)
        log_sum = T.match_buffer(log_sum_handle, (n, heads), "float32")
        for by in T.thread_binding(heads, thread="blockIdx.y"):
            for bx in T.thread_binding((n + PREFILL_THREADS - 1) // PREFILL_THREADS, thread="blockIdx.x"):
                for tx in T.thread_binding(PREFILL_THREADS, thread="threadIdx.x"):
                    with T.sblock("attention"):
                        T.reads()
                        T.writes()
                        query = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        total = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        entry = T.sblock_alloc_buffer((4,), "float32", scope="local")
                        score = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        best = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        best_before = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        weight_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        if bx * PREFILL_THREADS + tx < n:
                            token: T.let[T.int32] = bx * PREFILL_THREADS + tx
                            for i in T.unroll(vectors):
                                for lane in T.vectorized(4):
                                    query[i * 4 + lane] = T.cast(q[token, by, i * 4 + lane], "float32") * (
                                        sm_scale * T.float32(LOG2_E)
                                    )
                            for i in T.unroll(vectors):
                                for lane in T.vectorized(4):
                                    total[i * 4 + lane] = T.float32(0)
                            best[0] = T.float32(LOWEST_SCORE)
                            weight_sum[0] = T.float32(0)
                            for key in T.serial(token + 1):
                                score[0] = T.float32(0)
                                for i in T.unroll(vectors):
                                    for lane in T.vectorized(4):
                                        entry[lane] = T.cast(k[key, by // group, i * 4 + lane], "float32")
                                    score[0] += T.call_pure_extern(
                                        "float32", "dot", query[T.ramp(i * 4, 1, 4)], entry[T.ramp(0, 1, 4)]
                                    )
                                best_before[0] = best[0]
                                best[0] = T.max(best[0], score[0])
                                shrink[0] = T.exp2(best_before[0] - best[0])
                                weight[0] = T.exp2(score[0] - best[0])
                                weight_sum[0] = weight_sum[0] * shrink[0] + weight[0]
                                for i in T.unroll(vectors):
                                    for lane in T.vectorized(4):
                                        total[i * 4 + lane] = (
                                            total[i * 4 + lane] * shrink[0]
                                            + T.cast(v[key, by // group, i * 4 + lane], "float32") * weight[0]
                                        )
                            for i in T.unroll(vectors):
                                for lane in T.vectorized(4):
                                    out[token, by, i * 4 + lane] = T.cast(total[i * 4 + lane] / weight_sum[0], dtype)
                            log_sum[token, by] = best[0] + T.log2(weight_sum[0])

    return attention_within_chunk


def to_past_kernel(heads: int, kv_heads: int, head_dim: int, dtype: str, page_tokens: int) -> tirx.PrimFunc:
    """Attention of a chunk's queries [n, heads, head_dim] to all keys that the cache held before the chunk.

    pages [pages, 2 (key, value), kv_heads, page_tokens, head_dim]; page_values: the sequence's pages in order;
    length_info: how many tokens the last page holds.
    """
    group = heads // kv_heads
    vectors = head_dim // 4

    @T.prim_func(s_tir=True)
    def attention_to_past(
        q_handle: T.handle,
        q_indptr_handle: T.handle,
        pages_handle: T.handle,
        page_indptr_handle: T.handle,
        page_values_handle: T.handle,
        length_info_handle: T.handle,
        k_rope_pos_offset_handle: T.handle,
        q_rope_position_handle: T.handle,
        out_handle: T.handle,
        log_sum_handle: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True, "global_symbol": "attention_to_past"})
        n = T.int32()
        batch = T.int32()
        page_count = T.int32()
        used_pages = T.int32()
        q_indptr_offset = T.int32()
        page_indptr_offset = T.int32()
        page_values_offset = T.int32()
        length_info_offset = T.int32()
        q_position_offset = T.int32()
        k_position_offset = T.int32()
        q = T.match_buffer(q_handle, (n, heads, head_dim), dtype)
        _q_indptr = T.match_buffer(q_indptr_handle, (batch + 1,), "int32", elem_offset=q_indptr_offset)
        pages = T.match_buffer(pages_handle, (page_count, 2, kv_heads, page_tokens, head_dim), dtype)
        _page_indptr = T.match_buffer(page_indptr_handle, (batch + 1,), "int32", elem_offset=page_indptr_offset)
        page_values = T.match_buffer(page_values_handle, (used_pages,), "int32", elem_offset=page_values_offset)
        length_info = T.match_buffer(length_info_handle, (batch,), "int32", elem_offset=length_info_offset)
        _k_position = T.match_buffer(k_rope_pos_offset_handle, (batch,), "int32", elem_offset=k_position_offset)
        _q_position = T.match_buffer(q_rope_position_handle, (n,), "int32", elem_offset=q_position_offset)
        out = T.match_buffer(out_handle, (n, heads, head_dim), dtype)
        log_sum = T.match_buffer(log_sum_handle, (n, heads), "float32")
        for by in T.thread_binding(heads, thread="blockIdx.y"):
            for bx in T.thread_binding((n + PREFILL_THREADS - 1) // PREFILL_THREADS, thread="blockIdx.x"):
                for tx in T.thread_binding(PREFILL_THREADS, thread="threadIdx.x"):
                    with T.sblock("attention"):
                        T.reads()
                        T.writes()
                        query = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        total = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
                        entry = T.sblock_alloc_buffer((4,), "float32", scope="local")
                        page = T.sblock_alloc_buffer((1,), "int32", scope="local")
                        score = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        best = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        best_before = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        weight_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
                        if bx * PREFILL_THREADS + tx < n:
                            token: T.let[T.int32] = bx * PREFILL_THREADS + tx
                            for i in T.unroll(vectors):
                                for lane in T.vectorized(4):
                                    query[i * 4 + lane] = T.cast(q[token, by, i * 4 + lane], "float32") * (
                                        sm_scale * T.float32(LOG2_E)
                                    )
                            for i in T.unroll(vectors):
                                for lane in T.vectorized(4):
                                    total[i * 4 + lane] = T.float32(0)
                            best[0] = T.float32(LOWEST_SCORE)
                            weight_sum[0] = T.float32(0)
                            for key in T.serial((used_pages - 1) * page_tokens + length_info[0]):
                                page[0] = page_values[key // page_tokens]
                                score[0] = T.float32(0)
                                for i in T.unroll(vectors):
                                    for lane in T.vectorized(4):
                                        entry[lane] = T.cast(
                                            pages[page[0], 0, by // group, key % page_tokens, i * 4 + lane], "float32"
                                        )
                                    score[0] += T.call_pure_extern(
                                        "float32", "dot", query[T.ramp(i * 4, 1, 4)], entry[T.ramp(0, 1, 4)]
                                    )
                                best_before[0] = best[0]
                                best[0] = T.max(best[0], score[0])
                                shrink[0] = T.exp2(best_before[0] - best[0])
                                weight[0] = T.exp2(score[0] - best[0])
                                weight_sum[0] = weight_sum[0] * shrink[0] + weight[0]
                                for i in T.unroll(vectors):
                                    for lane in T.vectorized(4):
                                        total[i * 4 + lane] = (
                                            total[i * 4 + lane] * shrink[0]
                                            + T.cast(
                                                pages[page[0], 1, by // group, key % page_tokens, i * 4 + lane],
                                                "float32",
                                            )
                                            * weight[0]
                                        )
                            for i in T.unroll(vectors):
                                for lane in T.vectorized(4):
                                    out[token, by, i * 4 + lane] = T.cast(total[i * 4 + lane] / weight_sum[0], dtype)
                            log_sum[token, by] = best[0] + T.log2(weight_sum[0])

    return attention_to_past


def decode_kernel(heads: int, kv_heads: int, head_dim: int, dtype: str, page_tokens: int) -> tirx.PrimFunc:
    """Attention of one query [1, heads, head_dim] to all keys in the cache; a workgroup a head.

    Of a tile of keys, each thread first computes one score; then a thread owns four places of the output and a share
    of the tile's keys, and the shares are added up at the end.
    """
    group = heads // kv_heads
    vectors = head_dim // 4
    shares = DECODE_THREADS // vectors

    @T.prim_func(s_tir=True)
    def attention_decode(
        q_handle: T.handle,
        pages_handle: T.handle,
        page_indptr_handle: T.handle,
        page_values_handle: T.handle,
        length_info_handle: T.handle,
        k_rope_pos_offset_handle: T.handle,
        q_rope_position_handle: T.handle,
        out_handle: T.handle,
        log_sum_handle: T.handle,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True, "global_symbol": "attention_decode"})
        batch = T.int32()
        page_count = T.int32()
        used_pages = T.int32()
        page_indptr_offset = T.int32()
        page_values_offset = T.int32()
        length_info_offset = T.int32()
        q_position_offset = T.int32()
        k_position_offset = T.int32()
        q = T.match_buffer(q_handle, (batch, heads, head_dim), dtype)
        pages = T.match_buffer(pages_handle, (page_count, 2, kv_heads, page_tokens, head_dim), dtype)
        _page_indptr = T.match_buffer(page_indptr_handle, (batch + 1,), "int32", elem_offset=page_indptr_offset)
        page_values = T.match_buffer(page_values_handle, (used_pages,), "int32", elem_offset=page_values_offset)
        length_info = T.match_buffer(length_info_handle, (batch,), "int32", elem_offset=length_info_offset)
        _k_position = T.match_buffer(k_rope_pos_offset_handle, (batch,), "int32", elem_offset=k_position_offset)
        _q_position = T.match_buffer(q_rope_position_handle, (batch,), "int32", elem_offset=q_position_offset)
        out = T.match_buffer(out_handle, (batch, heads, head_dim), dtype)
        log_sum = T.match_buffer(log_sum_handle, (batch, heads), "float32")
        for head in T.thread_binding(heads, thread="blockIdx.x"):
            for tx in T.thread_binding(DECODE_THREADS, thread="threadIdx.x"):
                with T.sblock("attention"):
                    T.reads()
                    T.writes()
                    scores = T.sblock_alloc_buffer((DECODE_THREADS,), "float32", scope="shared")
                    weights = T.sblock_alloc_buffer((DECODE_THREADS,), "float32", scope="shared")
                    totals = T.sblock_alloc_buffer((DECODE_THREADS * 4,), "float32", scope="shared")
                    query = T.sblock_alloc_buffer((4,), "float32", scope="local")
                    entry = T.sblock_alloc_buffer((4,), "float32", scope="local")
                    total = T.sblock_alloc_buffer((4,), "float32", scope="local")
                    score = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    best = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    best_before = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    weight_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    keys = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    page = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    keys[0] = (used_pages - 1) * page_tokens + length_info[0]
                    best[0] = T.float32(LOWEST_SCORE)
                    weight_sum[0] = T.float32(0)
                    for lane in T.vectorized(4):
                        total[lane] = T.float32(0)
                    for tile in T.serial((used_pages * page_tokens + DECODE_THREADS - 1) // DECODE_THREADS):
                        key: T.let[T.int32] = tile * DECODE_THREADS + tx
                        score[0] = T.float32(LOWEST_SCORE)
                        if key < keys[0]:
                            page[0] = page_values[key // page_tokens]
                            score[0] = T.float32(0)
                            for i in T.serial(vectors):
                                for lane in T.vectorized(4):
                                    query[lane] = T.cast(q[0, head, i * 4 + lane], "float32")
                                for lane in T.vectorized(4):
                                    entry[lane] = T.cast(
                                        pages[page[0], 0, head // group, key % page_tokens, i * 4 + lane], "float32"
                                    )
                                score[0] += T.call_pure_extern(
                                    "float32", "dot", query[T.ramp(0, 1, 4)], entry[T.ramp(0, 1, 4)]
                                )
                            score[0] = score[0] * (sm_scale * T.float32(LOG2_E))
                        scores[tx] = score[0]
                        T.tvm_storage_sync("shared")
                        best_before[0] = best[0]
                        for i in T.serial(DECODE_THREADS):
                            best[0] = T.max(best[0], scores[i])
                        shrink[0] = T.exp2(best_before[0] - best[0])
                        weights[tx] = T.if_then_else(key < keys[0], T.exp2(score[0] - best[0]), T.float32(0))
                        T.tvm_storage_sync("shared")
                        weight_sum[0] = weight_sum[0] * shrink[0]
                        for lane in T.vectorized(4):
                            total[lane] = total[lane] * shrink[0]
                        for i in T.serial(DECODE_THREADS // shares):
                            place: T.let[T.int32] = i * shares + tx // vectors
                            weight[0] = weights[place]
                            if tile * DECODE_THREADS + place < keys[0]:
                                page[0] = page_values[(tile * DECODE_THREADS + place) // page_tokens]
                                weight_sum[0] = weight_sum[0] + weight[0]
                                for lane in T.vectorized(4):
                                    total[lane] = (
                                        total[lane]
                                        + T.cast(
                                            pages[
                                                page[0],
                                                1,
                                                head // group,
                                                (tile * DECODE_THREADS + place) % page_tokens,
                                                tx % vectors * 4 + lane,
                                            ],
                                            "float32",
                                        )
                                        * weight[0]
                                    )
                    T.tvm_storage_sync("shared")
                    weights[tx] = weight_sum[0]
                    for lane in T.vectorized(4):
                        totals[tx * 4 + lane] = total[lane]
                    T.tvm_storage_sync("shared")
                    if tx < vectors:
                        weight_sum[0] = T.float32(0)
                        for lane in T.vectorized(4):
                            total[lane] = T.float32(0)
                        for i in T.serial(shares):
                            weight_sum[0] += weights[i * vectors + tx]
                            for lane in T.vectorized(4):
                                total[lane] = total[lane] + totals[(i * vectors + tx) * 4 + lane]
                        for lane in T.vectorized(4):
                            out[0, head, tx * 4 + lane] = T.cast(total[lane] / weight_sum[0], dtype)
                        if tx == 0:
                            log_sum[0, head] = best[0] + T.log2(weight_sum[0])

    return attention_decode
