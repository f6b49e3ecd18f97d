"""The functions by which web-llm turns logits into a token.

web-llm asks for softmax, then argsort, then sampling from the sorted probabilities. It hands the result of
`argsort_probs` to nothing but `sample_with_top_p`, so here the former leaves the order alone and the latter finds the
nucleus by a search for its threshold: the same set of tokens, without sorting the vocabulary for every token.
"""

import tvm
from tvm import relax as rx
from tvm import tirx
from tvm.script import tirx as T

from .kernels.logits import apply_bitmask_kernel, apply_logit_bias_kernel, apply_penalty_kernel

THREADS = 256
# Web-llm raises a temperature of 0 to 1e-6, at which logits that differ in their last bit would still share the
# probability. Below this limit the first largest logit gets all of it.
GREEDY_TEMPERATURE = 1e-5
# A probability relative to the largest one of less than exp(-70) becomes 0, so that no subnormal number, which a device
# may flush to zero, occurs even after the division by the sum.
SMALLEST_EXPONENT = -70.0
# The bits of the smallest normal float32 and of the first number above 1, between which all probabilities but 0 lie.
SMALLEST_NORMAL_BITS = 0x00800000
ABOVE_ONE_BITS = 0x3F800001


def softmax_with_temperature_kernel(vocab_size: int) -> tirx.PrimFunc:
    """logits float32 [n, 1, vocabulary], temperature float32 [n] -> probabilities; one workgroup a row."""

    @T.prim_func(s_tir=True, private=True)
    def softmax_with_temperature(logits_handle: T.handle, temperature_handle: T.handle, probs_handle: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        logits = T.match_buffer(logits_handle, (n, 1, vocab_size), "float32")
        temperature = T.match_buffer(temperature_handle, (n,), "float32")
        probs = T.match_buffer(probs_handle, (n, 1, vocab_size), "float32")
        for row in T.thread_binding(n, thread="blockIdx.x"):
            for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("softmax"):
                    T.reads()
                    T.writes()
                    best_shared = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
                    index_shared = T.sblock_alloc_buffer((THREADS,), "int32", scope="shared")
                    sum_shared = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
                    best = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    index = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    other = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    other_index = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    best[0] = T.float32(-3.4e38)
                    index[0] = vocab_size
                    for i in T.serial((vocab_size + THREADS - 1) // THREADS):
                        place: T.let[T.int32] = i * THREADS + tx
                        if place < vocab_size and logits[row, 0, T.min(place, vocab_size - 1)] > best[0]:
                            best[0] = logits[row, 0, place]
                            index[0] = place
                    best_shared[tx] = best[0]
                    index_shared[tx] = index[0]
                    T.tvm_storage_sync("shared")
                    for i in T.serial(THREADS):
                        other[0] = best_shared[i]
                        other_index[0] = index_shared[i]
                        if other[0] > best[0]:
                            best[0] = other[0]
                            index[0] = other_index[0]
                        else:
                            if other[0] == best[0]:
                                index[0] = T.min(index[0], other_index[0])
                    total[0] = T.float32(0)
                    if temperature[row] >= T.float32(GREEDY_TEMPERATURE):
                        for i in T.serial((vocab_size + THREADS - 1) // THREADS):
                            if i * THREADS + tx < vocab_size:
                                total[0] += _weight(logits[row, 0, i * THREADS + tx], best[0], temperature[row])
                    sum_shared[tx] = total[0]
                    T.tvm_storage_sync("shared")
                    total[0] = T.float32(0)
                    for i in T.serial(THREADS):
                        total[0] += sum_shared[i]
                    for i in T.serial((vocab_size + THREADS - 1) // THREADS):
                        if i * THREADS + tx < vocab_size:
                            if temperature[row] >= T.float32(GREEDY_TEMPERATURE):
                                probs[row, 0, i * THREADS + tx] = (
                                    _weight(logits[row, 0, i * THREADS + tx], best[0], temperature[row]) / total[0]
                                )
                            else:
                                probs[row, 0, i * THREADS + tx] = T.if_then_else(
                                    i * THREADS + tx == index[0], T.float32(1), T.float32(0)
                                )

    return softmax_with_temperature


def _weight(logit: tirx.Expr, best: tirx.Expr, temperature: tirx.Expr) -> tirx.Expr:
    """exp((logit - best) / temperature), with 0 for what is negligible."""
    floor = tirx.const(SMALLEST_EXPONENT, "float32")
    exponent = tirx.max((logit - best) / temperature, floor)
    # Compared before the division, which may overflow; Select evaluates both sides, and both are finite.
    return tirx.Select(logit - best <= floor * temperature, tirx.const(0.0, "float32"), tirx.exp(exponent))


def identity_order_kernel(vocab_size: int) -> tirx.PrimFunc:
    """-> int32 [n, vocabulary], each row 0, 1, 2, ..."""

    @T.prim_func(s_tir=True, private=True)
    def identity_order(order_handle: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        order = T.match_buffer(order_handle, (n, vocab_size), "int32")
        for row in T.thread_binding(n, thread="blockIdx.y"):
            for bx in T.thread_binding((vocab_size + THREADS - 1) // THREADS, thread="blockIdx.x"):
                for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                    with T.sblock("order"):
                        T.reads()
                        T.writes()
                        if bx * THREADS + tx < vocab_size:
                            order[row, bx * THREADS + tx] = bx * THREADS + tx

    return identity_order


def sample_with_top_p_kernel(vocab_size: int) -> tirx.PrimFunc:
    """Draws a token a row from the nucleus: the fewest most probable tokens whose probabilities reach top_p in sum.

    probs float32 [n, vocabulary], order int32 [n, vocabulary] (the token at a place), uniform float32 [m] in [0, 1),
    rows int32 [m] (the row that a sample draws from), top_p float32 [n] -> int32 [m, 1]. One workgroup a sample, each
    thread owns a contiguous part of the row. Of tokens that are as probable as the least probable one in the nucleus,
    those of the lowest index are in it. The threshold is found by bisection of the bits of a float32, which are ordered
    as the numbers are; each step reads the row once, and none does when the largest probability reaches top_p alone.
    """
    chunk = (vocab_size + THREADS - 1) // THREADS

    @T.prim_func(s_tir=True, private=True)
    def sample_with_top_p(
        probs_handle: T.handle,
        order_handle: T.handle,
        uniform_handle: T.handle,
        rows_handle: T.handle,
        top_p_handle: T.handle,
        tokens_handle: T.handle,
    ):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        m = T.int64()
        probs = T.match_buffer(probs_handle, (n, vocab_size), "float32")
        order = T.match_buffer(order_handle, (n, vocab_size), "int32")
        uniform = T.match_buffer(uniform_handle, (m,), "float32")
        rows = T.match_buffer(rows_handle, (m,), "int32")
        top_p = T.match_buffer(top_p_handle, (n,), "float32")
        tokens = T.match_buffer(tokens_handle, (m, 1), "int32")
        for sample in T.thread_binding(m, thread="blockIdx.x"):
            for tx in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock("sample"):
                    T.reads()
                    T.writes()
                    mass_shared = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
                    best_shared = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
                    ties_shared = T.sblock_alloc_buffer((THREADS,), "int32", scope="shared")
                    row = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    start = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    end = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    scan_end = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    mass = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    best = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    goal = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    low = T.sblock_alloc_buffer((1,), "uint32", scope="local")
                    high = T.sblock_alloc_buffer((1,), "uint32", scope="local")
                    middle = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    ties = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    ties_before = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    ties_wanted = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    before = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    last = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    target = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    token = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    done = T.sblock_alloc_buffer((1,), "int32", scope="local")

                    row[0] = rows[sample]
                    start[0] = T.min(tx * chunk, vocab_size)
                    end[0] = T.min(tx * chunk + chunk, vocab_size)

                    # The sum and the largest of all probabilities.
                    mass[0] = T.float32(0)
                    best[0] = T.float32(0)
                    for i in T.serial(end[0] - start[0]):
                        mass[0] += probs[row[0], start[0] + i]
                        best[0] = T.max(best[0], probs[row[0], start[0] + i])
                    mass_shared[tx] = mass[0]
                    best_shared[tx] = best[0]
                    T.tvm_storage_sync("shared")
                    total[0] = T.float32(0)
                    for i in T.serial(THREADS):
                        total[0] += mass_shared[i]
                        best[0] = T.max(best[0], best_shared[i])
                    goal[0] = top_p[row[0]] * total[0]

                    # The threshold is the largest number of which the probabilities at least as large reach the goal;
                    # `low` reaches it, `high` does not.
                    low[0] = T.uint32(SMALLEST_NORMAL_BITS)
                    high[0] = T.uint32(ABOVE_ONE_BITS)
                    if best[0] >= goal[0]:
                        low[0] = T.reinterpret("uint32", best[0])
                        high[0] = low[0] + T.uint32(1)
                    for _step in T.serial(30):
                        scan_end[0] = T.if_then_else(high[0] - low[0] > T.uint32(1), end[0], start[0])
                        middle[0] = T.reinterpret("float32", low[0] + (high[0] - low[0]) // T.uint32(2))
                        mass[0] = T.float32(0)
                        for i in T.serial(scan_end[0] - start[0]):
                            if probs[row[0], start[0] + i] >= middle[0]:
                                mass[0] += probs[row[0], start[0] + i]
                        T.tvm_storage_sync("shared")
                        mass_shared[tx] = mass[0]
                        T.tvm_storage_sync("shared")
                        total[0] = T.float32(0)
                        for i in T.serial(THREADS):
                            total[0] += mass_shared[i]
                        if high[0] - low[0] > T.uint32(1):
                            if total[0] >= goal[0]:
                                low[0] = T.reinterpret("uint32", middle[0])
                            else:
                                high[0] = T.reinterpret("uint32", middle[0])
                    middle[0] = T.reinterpret("float32", low[0])

                    # Each thread's mass above the threshold, and how many of its tokens are at it.
                    mass[0] = T.float32(0)
                    ties[0] = 0
                    for i in T.serial(end[0] - start[0]):
                        if probs[row[0], start[0] + i] > middle[0]:
                            mass[0] += probs[row[0], start[0] + i]
                        else:
                            if probs[row[0], start[0] + i] == middle[0]:
                                ties[0] += 1
                    T.tvm_storage_sync("shared")
                    mass_shared[tx] = mass[0]
                    ties_shared[tx] = ties[0]
                    T.tvm_storage_sync("shared")
                    total[0] = T.float32(0)
                    ties_before[0] = 0
                    for i in T.serial(THREADS):
                        total[0] += mass_shared[i]
                        ties_before[0] += T.if_then_else(i < tx, ties_shared[i], 0)
                    ties_wanted[0] = T.max(T.cast(T.ceil((goal[0] - total[0]) / middle[0]), "int32"), 1)
                    ties[0] = T.max(T.min(ties_wanted[0] - ties_before[0], ties[0]), 0)

                    # The masses of the threads' parts of the nucleus, one after the other, divide [0, total).
                    T.tvm_storage_sync("shared")
                    mass_shared[tx] = mass[0] + T.cast(ties[0], "float32") * middle[0]
                    T.tvm_storage_sync("shared")
                    total[0] = T.float32(0)
                    before[0] = T.float32(0)
                    last[0] = 0
                    for i in T.serial(THREADS):
                        if i == tx:
                            before[0] = total[0]
                        mass[0] = mass_shared[i]
                        total[0] += mass[0]
                        if mass[0] > T.float32(0):
                            last[0] = i
                    mass[0] = mass_shared[tx]
                    target[0] = uniform[sample] * total[0]
                    # Rounding may leave the target at or beyond the end: then it is the last part's.
                    if (
                        mass[0] > T.float32(0)
                        and before[0] <= target[0]
                        and (tx == last[0] or before[0] + mass[0] > target[0])
                    ):
                        token[0] = start[0]
                        done[0] = 0
                        for i in T.serial(end[0] - start[0]):
                            if done[0] == 0:
                                if probs[row[0], start[0] + i] > middle[0]:
                                    token[0] = start[0] + i
                                    before[0] += probs[row[0], start[0] + i]
                                else:
                                    if probs[row[0], start[0] + i] == middle[0] and ties[0] > 0:
                                        token[0] = start[0] + i
                                        ties[0] -= 1
                                        before[0] += middle[0]
                                if before[0] > target[0]:
                                    done[0] = 1
                        tokens[sample, 0] = order[row[0], token[0]]

    return sample_with_top_p


def add_sampling_functions(module: tvm.IRModule, vocab_size: int) -> tvm.IRModule:
    """`module` with web-llm's sampling functions."""
    builder = rx.BlockBuilder(module)
    n, m = tirx.Var("n", "int64"), tirx.Var("m", "int64")

    logits = rx.Var("logits", rx.TensorType((n, 1, vocab_size), "float32"))
    temperature = rx.Var("temperature", rx.TensorType((n,), "float32"))
    with builder.function("softmax_with_temperature", [logits, temperature]):
        with builder.dataflow():
            kernel = builder.add_func(softmax_with_temperature_kernel(vocab_size), "softmax_kernel")
            out = builder.emit_output(
                rx.call_tir(kernel, [logits, temperature], rx.TensorType((n, 1, vocab_size), "float32"))
            )
        builder.emit_func_output(out)

    n = tirx.Var("n", "int64")
    probs = rx.Var("probs", rx.TensorType((n, vocab_size), "float32"))
    with builder.function("argsort_probs", [probs]):
        with builder.dataflow():
            kernel = builder.add_func(identity_order_kernel(vocab_size), "identity_order_kernel")
            order = builder.emit(rx.call_tir(kernel, [], rx.TensorType((n, vocab_size), "int32")))
            out = builder.emit_output(rx.Tuple([probs, order]))
        builder.emit_func_output(out)

    n = tirx.Var("n", "int64")
    probs = rx.Var("probs", rx.TensorType((n, vocab_size), "float32"))
    order = rx.Var("order", rx.TensorType((n, vocab_size), "int32"))
    uniform = rx.Var("uniform", rx.TensorType((m,), "float32"))
    rows = rx.Var("rows", rx.TensorType((m,), "int32"))
    top_p = rx.Var("top_p", rx.TensorType((n,), "float32"))
    with builder.function("sample_with_top_p", [probs, order, uniform, rows, top_p]):
        with builder.dataflow():
            kernel = builder.add_func(sample_with_top_p_kernel(vocab_size), "sample_kernel")
            tokens = builder.emit(
                rx.call_tir(kernel, [probs, order, uniform, rows, top_p], rx.TensorType((m, 1), "int32"))
            )
            out = builder.emit_output(rx.op.reshape(tokens, (m,)))
        builder.emit_func_output(out)

    module = builder.finalize()
    for kernel in (apply_logit_bias_kernel, apply_penalty_kernel, apply_bitmask_kernel):
        func = kernel(vocab_size)
        module[func.attrs["global_symbol"]] = func
    return module
