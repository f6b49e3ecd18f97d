"""Attention of a single token to all keys in the paged cache, its own among them, for one sequence."""

from collections.abc import Callable

from tvm import tirx
from tvm.script import tirx as T

from .online_softmax import LOG2_E, LOWEST_SCORE
from .schedule import Schedule

# On software adapters: threads to a workgroup, each with its share of the keys.
SOFTWARE_THREADS = 16
# On GPUs: threads to a workgroup, which is also the number of keys that it takes at a time; parts in which they look
# for the largest score; and how many vectors a thread asks for before it needs the first.
GPU_THREADS = 256
GPU_PARTS = 16
READS_UNDER_WAY = 4


def attention_decode_kernel(
    heads: int, kv_heads: int, head_dim: int, dtype: str, page_tokens: int, schedule: Schedule
) -> tirx.PrimFunc:
    """Attention of one query [1, heads, head_dim] to all keys.

    pages [pages, 2 (key, value), kv_heads, page_tokens, head_dim]; page_values: the sequence's pages in order;
    length_info: how many tokens the last page holds.
    """
    group = heads // kv_heads
    if schedule == Schedule.SOFTWARE:
        workgroups, threads = kv_heads, SOFTWARE_THREADS
        attend = _keys_of_a_thread(group, head_dim, dtype, page_tokens)
    else:
        workgroups, threads = heads, GPU_THREADS
        attend = _tiles_of_keys(group, head_dim, dtype, page_tokens, subgroups=schedule == Schedule.SUBGROUP)

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
        for bx in T.thread_binding(workgroups, thread="blockIdx.x"):
            for tx in T.thread_binding(threads, thread="threadIdx.x"):
                with T.sblock("attention"):
                    T.reads()
                    T.writes()
                    attend(q, pages, page_values, length_info, used_pages, out, log_sum, sm_scale, bx, tx)

    return attention_decode


def _keys_of_a_thread(group: int, head_dim: int, dtype: str, page_tokens: int) -> Callable:
    """A workgroup computes all query heads that share a head of keys; a thread attends to every 16th key.

    No barrier is needed until the threads' parts are added up, and keys and values are read once for all query heads.
    """
    vectors = head_dim // 4

    @T.macro
    def attend(q, pages, page_values, length_info, used_pages, out, log_sum, sm_scale, kv_head, tx):
        bests = T.sblock_alloc_buffer((SOFTWARE_THREADS,), "float32", scope="shared")
        weight_sums = T.sblock_alloc_buffer((SOFTWARE_THREADS,), "float32", scope="shared")
        totals = T.sblock_alloc_buffer((SOFTWARE_THREADS * head_dim,), "float32", scope="shared")
        query = T.sblock_alloc_buffer((group * head_dim,), "float32", scope="local")
        total = T.sblock_alloc_buffer((group * head_dim,), "float32", scope="local")
        entry = T.sblock_alloc_buffer((4,), "float32", scope="local")
        score = T.sblock_alloc_buffer((group,), "float32", scope="local")
        best = T.sblock_alloc_buffer((group,), "float32", scope="local")
        weight = T.sblock_alloc_buffer((group,), "float32", scope="local")
        weight_sum = T.sblock_alloc_buffer((group,), "float32", scope="local")
        shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
        page = T.sblock_alloc_buffer((1,), "int32", scope="local")
        for h in T.unroll(group):
            best[h] = T.float32(LOWEST_SCORE)
            weight_sum[h] = T.float32(0)
            for i in T.unroll(vectors):
                for lane in T.vectorized(4):
                    query[h * head_dim + i * 4 + lane] = T.cast(q[0, kv_head * group + h, i * 4 + lane], "float32") * (
                        sm_scale * T.float32(LOG2_E)
                    )
                for lane in T.vectorized(4):
                    total[h * head_dim + i * 4 + lane] = T.float32(0)
        for step in T.serial((used_pages * page_tokens + SOFTWARE_THREADS - 1) // SOFTWARE_THREADS):
            key: T.let[T.int32] = step * SOFTWARE_THREADS + tx
            if key < (used_pages - 1) * page_tokens + length_info[0]:
                page[0] = page_values[key // page_tokens]
                for h in T.unroll(group):
                    score[h] = T.float32(0)
                for i in T.unroll(vectors):
                    for lane in T.vectorized(4):
                        entry[lane] = T.cast(pages[page[0], 0, kv_head, key % page_tokens, i * 4 + lane], "float32")
                    for h in T.unroll(group):
                        score[h] += T.call_pure_extern(
                            "float32",
                            "dot",
                            query[T.ramp(h * head_dim + i * 4, 1, 4)],
                            entry[T.ramp(0, 1, 4)],
                        )
                for h in T.unroll(group):
                    if score[h] > best[h]:
                        shrink[0] = T.exp2(best[h] - score[h])
                        best[h] = score[h]
                        weight_sum[h] = weight_sum[h] * shrink[0]
                        for i in T.unroll(vectors):
                            for lane in T.vectorized(4):
                                total[h * head_dim + i * 4 + lane] = total[h * head_dim + i * 4 + lane] * shrink[0]
                    weight[h] = T.exp2(score[h] - best[h])
                    weight_sum[h] = weight_sum[h] + weight[h]
                for i in T.unroll(vectors):
                    for lane in T.vectorized(4):
                        entry[lane] = T.cast(pages[page[0], 1, kv_head, key % page_tokens, i * 4 + lane], "float32")
                    for h in T.unroll(group):
                        for lane in T.vectorized(4):
                            total[h * head_dim + i * 4 + lane] = (
                                total[h * head_dim + i * 4 + lane] + entry[lane] * weight[h]
                            )
        for h in T.unroll(group):
            bests[tx] = best[h]
            T.tvm_storage_sync("shared")
            score[h] = best[h]
            for i in T.serial(SOFTWARE_THREADS):
                score[h] = T.max(score[h], bests[i])
            shrink[0] = T.exp2(best[h] - score[h])
            weight_sums[tx] = weight_sum[h] * shrink[0]
            for i in T.unroll(vectors):
                for lane in T.vectorized(4):
                    totals[tx * head_dim + i * 4 + lane] = total[h * head_dim + i * 4 + lane] * shrink[0]
            T.tvm_storage_sync("shared")
            weight_sum[h] = T.float32(0)
            for i in T.serial(SOFTWARE_THREADS):
                weight_sum[h] += weight_sums[i]
            for step in T.serial((vectors + SOFTWARE_THREADS - 1) // SOFTWARE_THREADS):
                if step * SOFTWARE_THREADS + tx < vectors:
                    place: T.let[T.int32] = (step * SOFTWARE_THREADS + tx) * 4
                    for lane in T.vectorized(4):
                        entry[lane] = T.float32(0)
                    for i in T.serial(SOFTWARE_THREADS):
                        for lane in T.vectorized(4):
                            entry[lane] = entry[lane] + totals[i * head_dim + place + lane]
                    for lane in T.vectorized(4):
                        out[0, kv_head * group + h, place + lane] = T.cast(entry[lane] / weight_sum[h], dtype)
            if tx == 0:
                log_sum[0, kv_head * group + h] = score[h] + T.log2(weight_sum[h])

    return attend


def _tiles_of_keys(group: int, head_dim: int, dtype: str, page_tokens: int, *, subgroups: bool) -> Callable:
    """A workgroup computes a head, 256 keys at a time.

    Each thread first computes one score; then a thread owns four places of the output and a share of the tile's keys,
    and the shares are added up at the end. There is nothing but these threads to hide what reading takes, so they are
    many, and each has several reads under way; keys beyond the last are the last again, and weigh nothing.
    """
    vectors = head_dim // 4
    shares = GPU_THREADS // vectors
    own_keys = GPU_THREADS // shares

    @T.macro
    def attend(q, pages, page_values, length_info, used_pages, out, log_sum, sm_scale, head, tx):
        bests = T.sblock_alloc_buffer((GPU_THREADS,), "float32", scope="shared")
        bests_of_parts = T.sblock_alloc_buffer((GPU_PARTS,), "float32", scope="shared")
        weights = T.sblock_alloc_buffer((GPU_THREADS,), "float32", scope="shared")
        totals = T.sblock_alloc_buffer((GPU_THREADS * 4,), "float32", scope="shared")
        query = T.sblock_alloc_buffer((4,), "float32", scope="local")
        entry = T.sblock_alloc_buffer((4,), "float32", scope="local")
        total = T.sblock_alloc_buffer((4,), "float32", scope="local")
        score = T.sblock_alloc_buffer((1,), "float32", scope="local")
        best = T.sblock_alloc_buffer((1,), "float32", scope="local")
        best_before = T.sblock_alloc_buffer((1,), "float32", scope="local")
        shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
        weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
        weight_sum = T.sblock_alloc_buffer((1,), "float32", scope="local")
        subgroup_size = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        keys = T.sblock_alloc_buffer((1,), "int32", scope="local")
        page = T.sblock_alloc_buffer((1,), "int32", scope="local")
        keys[0] = (used_pages - 1) * page_tokens + length_info[0]
        best[0] = T.float32(LOWEST_SCORE)
        weight_sum[0] = T.float32(0)
        for lane in T.vectorized(4):
            total[lane] = T.float32(0)
        for tile in T.serial((used_pages * page_tokens + GPU_THREADS - 1) // GPU_THREADS):
            key: T.let[T.int32] = tile * GPU_THREADS + tx
            score[0] = T.float32(LOWEST_SCORE)
            if key < keys[0]:
                page[0] = page_values[key // page_tokens]
                score[0] = T.float32(0)
                for step in T.serial(vectors // READS_UNDER_WAY):
                    for i in T.unroll(READS_UNDER_WAY):
                        for lane in T.vectorized(4):
                            query[lane] = T.cast(q[0, head, (step * READS_UNDER_WAY + i) * 4 + lane], "float32")
                        for lane in T.vectorized(4):
                            entry[lane] = T.cast(
                                pages[
                                    page[0],
                                    0,
                                    head // group,
                                    key % page_tokens,
                                    (step * READS_UNDER_WAY + i) * 4 + lane,
                                ],
                                "float32",
                            )
                        score[0] += T.call_pure_extern("float32", "dot", query[T.ramp(0, 1, 4)], entry[T.ramp(0, 1, 4)])
                score[0] = score[0] * (sm_scale * T.float32(LOG2_E))
            best_before[0] = best[0]
            if subgroups:
                subgroup_size[0] = T.call_pure_extern("uint32", "subgroupAdd", T.uint32(1))
                best[0] = T.call_pure_extern("float32", "subgroupMax", score[0])
                if T.cast(tx, "uint32") % subgroup_size[0] == T.uint32(0):
                    bests[T.cast(T.cast(tx, "uint32") // subgroup_size[0], "int32")] = best[0]
                T.tvm_storage_sync("shared")
                best[0] = best_before[0]
                for i in T.serial(T.cast(T.uint32(GPU_THREADS) // subgroup_size[0], "int32")):
                    best[0] = T.max(best[0], bests[i])
            else:
                bests[tx] = score[0]
                T.tvm_storage_sync("shared")
                if tx < GPU_PARTS:
                    for i in T.serial(GPU_THREADS // GPU_PARTS):
                        best[0] = T.max(best[0], bests[i * GPU_PARTS + tx])
                    bests_of_parts[tx] = best[0]
                T.tvm_storage_sync("shared")
                for i in T.serial(GPU_PARTS):
                    best[0] = T.max(best[0], bests_of_parts[i])
            shrink[0] = T.exp2(best_before[0] - best[0])
            weights[tx] = T.if_then_else(key < keys[0], T.exp2(score[0] - best[0]), T.float32(0))
            T.tvm_storage_sync("shared")
            weight_sum[0] = weight_sum[0] * shrink[0]
            for lane in T.vectorized(4):
                total[lane] = total[lane] * shrink[0]
            for step in T.serial(own_keys // READS_UNDER_WAY):
                if tile * GPU_THREADS + step * READS_UNDER_WAY * shares < keys[0]:
                    for i in T.unroll(READS_UNDER_WAY):
                        place: T.let[T.int32] = (step * READS_UNDER_WAY + i) * shares + tx // vectors
                        own_key: T.let[T.int32] = T.min(tile * GPU_THREADS + place, keys[0] - 1)
                        weight[0] = weights[place]
                        page[0] = page_values[own_key // page_tokens]
                        weight_sum[0] = weight_sum[0] + weight[0]
                        for lane in T.vectorized(4):
                            entry[lane] = T.cast(
                                pages[page[0], 1, head // group, own_key % page_tokens, tx % vectors * 4 + lane],
                                "float32",
                            )
                        for lane in T.vectorized(4):
                            total[lane] = total[lane] + entry[lane] * weight[0]
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

    return attend
