"""Attention of a prompt's chunk, over itself and over the paged past, for one sequence.

TVM's own kernels (of which these take the places and the signatures) reduce every score across threads, with barriers,
and lay out tiles for long prompts.
"""

from collections.abc import Callable

from tvm import tirx
from tvm.script import tirx as T

from .online_softmax import LOG2_E, LOWEST_SCORE
from .schedule import Schedule

# On software adapters: threads to a workgroup, each with a query.
SOFTWARE_THREADS = 32
# On GPUs: the queries and keys of a tile, and how many of either a thread scores.
TILE_QUERIES = 16
TILE_KEYS = 32
GPU_QUERIES = 2
GPU_KEYS = 4
KEY_THREADS = TILE_KEYS // GPU_KEYS
GPU_THREADS = TILE_QUERIES // GPU_QUERIES * KEY_THREADS
# Vectors from one four of dimensions to the next in workgroup memory. One more than there are queries or keys, so that
# threads that store neighbouring fours do not meet in a memory bank.
QUERY_STRIDE = TILE_QUERIES + 1
KEY_STRIDE = TILE_KEYS + 1


def within_chunk_kernel(heads: int, kv_heads: int, head_dim: int, dtype: str, schedule: Schedule) -> tirx.PrimFunc:
    """Causal attention of a chunk's queries [n, heads, head_dim] to its keys and values [n, kv_heads, head_dim]."""
    group = heads // kv_heads
    threads, queries = _workgroup(schedule)
    attend = _attend(head_dim, dtype, schedule)

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
            for bx in T.thread_binding((n + queries - 1) // queries, thread="blockIdx.x"):
                for tx in T.thread_binding(threads, thread="threadIdx.x"):
                    with T.sblock("attention"):
                        T.reads()
                        T.writes()
                        attend(
                            q,
                            out,
                            log_sum,
                            n,
                            by,
                            bx,
                            tx,
                            sm_scale,
                            lambda token: T.min(token, n - 1) + 1,
                            lambda key: key,
                            lambda head, row, dim: k[row, head // group, dim],
                            lambda head, row, dim: v[row, head // group, dim],
                        )

    return attention_within_chunk


def to_past_kernel(
    heads: int, kv_heads: int, head_dim: int, dtype: str, page_tokens: int, schedule: Schedule
) -> tirx.PrimFunc:
    """Attention of a chunk's queries [n, heads, head_dim] to all keys that the cache held before the chunk.

    pages [pages, 2 (key, value), kv_heads, page_tokens, head_dim]; page_values: the sequence's pages in order;
    length_info: how many tokens the last page holds.
    """
    group = heads // kv_heads
    threads, queries = _workgroup(schedule)
    attend = _attend(head_dim, dtype, schedule)

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
            for bx in T.thread_binding((n + queries - 1) // queries, thread="blockIdx.x"):
                for tx in T.thread_binding(threads, thread="threadIdx.x"):
                    with T.sblock("attention"):
                        T.reads()
                        T.writes()
                        attend(
                            q,
                            out,
                            log_sum,
                            n,
                            by,
                            bx,
                            tx,
                            sm_scale,
                            lambda _token: (used_pages - 1) * page_tokens + length_info[0],
                            lambda key: page_values[key // page_tokens] * page_tokens + key % page_tokens,
                            lambda head, row, dim: pages[row // page_tokens, 0, head // group, row % page_tokens, dim],
                            lambda head, row, dim: pages[row // page_tokens, 1, head // group, row % page_tokens, dim],
                        )

    return attention_to_past


def _workgroup(schedule: Schedule) -> tuple[int, int]:
    """How many threads a workgroup has, and of how many queries it computes a head."""
    if schedule == Schedule.SOFTWARE:
        return SOFTWARE_THREADS, SOFTWARE_THREADS
    return GPU_THREADS, TILE_QUERIES


def _attend(head_dim: int, dtype: str, schedule: Schedule) -> Callable:
    """The body of both kernels, for head `by` and the queries of workgroup `bx`.

    `keys_of(token)`: how many keys a query attends to, from the first; it grows with the token. `row_of(key)`: where a
    key and its value are; `key_at` and `value_at` (query head, row, dimension): an element of them.
    """
    make = _query_of_a_thread if schedule == Schedule.SOFTWARE else _tiles_of_queries
    return make(head_dim, dtype)


def _query_of_a_thread(head_dim: int, dtype: str) -> Callable:
    """A thread owns a query, so that its softmax needs no other thread; all threads read the same key at a time."""
    vectors = head_dim // 4

    @T.macro
    def attend(q, out, log_sum, n, by, bx, tx, sm_scale, keys_of, row_of, key_at, value_at):
        query = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
        total = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
        entry = T.sblock_alloc_buffer((4,), "float32", scope="local")
        score = T.sblock_alloc_buffer((1,), "float32", scope="local")
        best = T.sblock_alloc_buffer((1,), "float32", scope="local")
        best_before = T.sblock_alloc_buffer((1,), "float32", scope="local")
        shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
        weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
        weight_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
        row = T.sblock_alloc_buffer((1,), "int32", scope="local")
        if bx * SOFTWARE_THREADS + tx < n:
            token: T.let[T.int32] = bx * SOFTWARE_THREADS + tx
            for i in T.unroll(vectors):
                for lane in T.vectorized(4):
                    query[i * 4 + lane] = T.cast(q[token, by, i * 4 + lane], "float32") * (sm_scale * T.float32(LOG2_E))
            for i in T.unroll(vectors):
                for lane in T.vectorized(4):
                    total[i * 4 + lane] = T.float32(0)
            best[0] = T.float32(LOWEST_SCORE)
            weight_sum[0] = T.float32(0)
            for key in T.serial(keys_of(token)):
                row[0] = row_of(key)
                score[0] = T.float32(0)
                for i in T.unroll(vectors):
                    for lane in T.vectorized(4):
                        entry[lane] = T.cast(key_at(by, row[0], i * 4 + lane), "float32")
                    score[0] += T.call_pure_extern("float32", "dot", query[T.ramp(i * 4, 1, 4)], entry[T.ramp(0, 1, 4)])
                best_before[0] = best[0]
                best[0] = T.max(best[0], score[0])
                shrink[0] = T.exp2(best_before[0] - best[0])
                weight[0] = T.exp2(score[0] - best[0])
                weight_sum[0] = weight_sum[0] * shrink[0] + weight[0]
                for i in T.unroll(vectors):
                    for lane in T.vectorized(4):
                        total[i * 4 + lane] = (
                            total[i * 4 + lane] * shrink[0]
                            + T.cast(value_at(by, row[0], i * 4 + lane), "float32") * weight[0]
                        )
            for i in T.unroll(vectors):
                for lane in T.vectorized(4):
                    out[token, by, i * 4 + lane] = T.cast(total[i * 4 + lane] / weight_sum[0], dtype)
            log_sum[token, by] = best[0] + T.log2(weight_sum[0])

    return attend


def _tiles_of_queries(head_dim: int, dtype: str) -> Callable:
    """A workgroup owns 16 queries, and takes 32 keys at a time into its memory, then their values into the same place.

    A thread scores 2 queries by 4 keys; then it owns, of the same 2 queries, every eighth four of dimensions. Queries
    and keys beyond the last are the last again; the ones are not stored, the others weigh nothing. Every query attends
    to the first tile's first key, so that no query is without a score.
    """
    vectors = head_dim // 4
    own_vectors = (vectors + KEY_THREADS - 1) // KEY_THREADS
    tile_vectors = max(vectors * KEY_STRIDE, TILE_KEYS * vectors)
    query_loads = (TILE_QUERIES * vectors + GPU_THREADS - 1) // GPU_THREADS
    key_loads = (TILE_KEYS * vectors + GPU_THREADS - 1) // GPU_THREADS

    @T.macro
    def attend(q, out, log_sum, n, by, bx, tx, sm_scale, keys_of, row_of, key_at, value_at):
        query_tile = T.sblock_alloc_buffer((vectors * QUERY_STRIDE * 4,), dtype, scope="shared")
        tile = T.sblock_alloc_buffer((tile_vectors * 4,), dtype, scope="shared")
        weights = T.sblock_alloc_buffer((TILE_QUERIES * TILE_KEYS,), "float32", scope="shared")
        query = T.sblock_alloc_buffer((GPU_QUERIES * 4,), "float32", scope="local")
        entry = T.sblock_alloc_buffer((4,), "float32", scope="local")
        total = T.sblock_alloc_buffer((GPU_QUERIES * own_vectors * 4,), "float32", scope="local")
        score = T.sblock_alloc_buffer((GPU_QUERIES * GPU_KEYS,), "float32", scope="local")
        best = T.sblock_alloc_buffer((GPU_QUERIES,), "float32", scope="local")
        weight = T.sblock_alloc_buffer((GPU_QUERIES,), "float32", scope="local")
        weight_sum = T.sblock_alloc_buffer((GPU_QUERIES,), "float32", scope="local")
        shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
        key_count = T.sblock_alloc_buffer((1,), "int32", scope="local")
        row = T.sblock_alloc_buffer((1,), "int32", scope="local")
        first_query: T.let[T.int32] = tx // KEY_THREADS * GPU_QUERIES
        key_thread: T.let[T.int32] = tx % KEY_THREADS
        key_count[0] = keys_of(bx * TILE_QUERIES + TILE_QUERIES - 1)
        for step in T.serial(query_loads):
            if step * GPU_THREADS + tx < TILE_QUERIES * vectors:
                load: T.let[T.int32] = step * GPU_THREADS + tx
                for lane in T.vectorized(4):
                    query_tile[(load % vectors * QUERY_STRIDE + load // vectors) * 4 + lane] = q[
                        T.min(bx * TILE_QUERIES + load // vectors, n - 1), by, load % vectors * 4 + lane
                    ]
        for j in T.unroll(GPU_QUERIES):
            best[j] = T.float32(LOWEST_SCORE)
            weight_sum[j] = T.float32(0)
            for i in T.unroll(own_vectors):
                for lane in T.vectorized(4):
                    total[(j * own_vectors + i) * 4 + lane] = T.float32(0)
        for first_key in T.serial((key_count[0] + TILE_KEYS - 1) // TILE_KEYS):
            T.tvm_storage_sync("shared")
            for step in T.serial(key_loads):
                if step * GPU_THREADS + tx < TILE_KEYS * vectors:
                    load: T.let[T.int32] = step * GPU_THREADS + tx
                    row[0] = row_of(T.min(first_key * TILE_KEYS + load // vectors, key_count[0] - 1))
                    for lane in T.vectorized(4):
                        tile[(load % vectors * KEY_STRIDE + load // vectors) * 4 + lane] = key_at(
                            by, row[0], load % vectors * 4 + lane
                        )
            T.tvm_storage_sync("shared")
            for j in T.unroll(GPU_QUERIES * GPU_KEYS):
                score[j] = T.float32(0)
            for i in T.serial(vectors):
                for j in T.unroll(GPU_QUERIES):
                    for lane in T.vectorized(4):
                        query[j * 4 + lane] = T.cast(
                            query_tile[(i * QUERY_STRIDE + first_query + j) * 4 + lane], "float32"
                        )
                for c in T.unroll(GPU_KEYS):
                    for lane in T.vectorized(4):
                        entry[lane] = T.cast(
                            tile[(i * KEY_STRIDE + c * KEY_THREADS + key_thread) * 4 + lane], "float32"
                        )
                    for j in T.unroll(GPU_QUERIES):
                        score[j * GPU_KEYS + c] += T.call_pure_extern(
                            "float32", "dot", query[T.ramp(j * 4, 1, 4)], entry[T.ramp(0, 1, 4)]
                        )
            for j in T.unroll(GPU_QUERIES):
                for c in T.unroll(GPU_KEYS):
                    score[j * GPU_KEYS + c] = T.if_then_else(
                        first_key * TILE_KEYS + c * KEY_THREADS + key_thread
                        < keys_of(bx * TILE_QUERIES + first_query + j),
                        score[j * GPU_KEYS + c] * (sm_scale * T.float32(LOG2_E)),
                        T.float32(LOWEST_SCORE),
                    )
                    weights[(first_query + j) * TILE_KEYS + c * KEY_THREADS + key_thread] = score[j * GPU_KEYS + c]
            T.tvm_storage_sync("shared")
            for j in T.unroll(GPU_QUERIES):
                shrink[0] = best[j]
                for c in T.serial(TILE_KEYS):
                    best[j] = T.max(best[j], weights[(first_query + j) * TILE_KEYS + c])
                shrink[0] = T.exp2(shrink[0] - best[j])
                weight_sum[j] = weight_sum[j] * shrink[0]
                for i in T.unroll(own_vectors):
                    for lane in T.vectorized(4):
                        total[(j * own_vectors + i) * 4 + lane] = total[(j * own_vectors + i) * 4 + lane] * shrink[0]
            for step in T.serial(key_loads):
                if step * GPU_THREADS + tx < TILE_KEYS * vectors:
                    load: T.let[T.int32] = step * GPU_THREADS + tx
                    row[0] = row_of(T.min(first_key * TILE_KEYS + load // vectors, key_count[0] - 1))
                    for lane in T.vectorized(4):
                        tile[load * 4 + lane] = value_at(by, row[0], load % vectors * 4 + lane)
            T.tvm_storage_sync("shared")
            for j in T.unroll(GPU_QUERIES):
                for c in T.unroll(GPU_KEYS):
                    weights[(first_query + j) * TILE_KEYS + c * KEY_THREADS + key_thread] = T.exp2(
                        score[j * GPU_KEYS + c] - best[j]
                    )
            T.tvm_storage_sync("shared")
            for c in T.serial(TILE_KEYS):
                for j in T.unroll(GPU_QUERIES):
                    weight[j] = weights[(first_query + j) * TILE_KEYS + c]
                    weight_sum[j] += weight[j]
                for i in T.unroll(own_vectors):
                    if i * KEY_THREADS + key_thread < vectors:
                        for lane in T.vectorized(4):
                            entry[lane] = T.cast(
                                tile[(c * vectors + i * KEY_THREADS + key_thread) * 4 + lane], "float32"
                            )
                        for j in T.unroll(GPU_QUERIES):
                            for lane in T.vectorized(4):
                                total[(j * own_vectors + i) * 4 + lane] = (
                                    total[(j * own_vectors + i) * 4 + lane] + entry[lane] * weight[j]
                                )
        for j in T.unroll(GPU_QUERIES):
            if bx * TILE_QUERIES + first_query + j < n:
                token: T.let[T.int32] = bx * TILE_QUERIES + first_query + j
                for i in T.unroll(own_vectors):
                    if i * KEY_THREADS + key_thread < vectors:
                        for lane in T.vectorized(4):
                            out[token, by, (i * KEY_THREADS + key_thread) * 4 + lane] = T.cast(
                                total[(j * own_vectors + i) * 4 + lane] / weight_sum[j], dtype
                            )
                if key_thread == 0:
                    log_sum[token, by] = best[j] + T.log2(weight_sum[j])

    return attend
