"""Normalization by the root mean square."""

from tvm import tirx
from tvm.script import tirx as T

from .schedule import Schedule

SOFTWARE_THREADS = 16
GPU_THREADS = 256
# On GPUs, the threads' sums are added up in two steps: so many threads first add up as many each.
GPU_PARTS = 16


def rms_norm_kernel(hidden: int, eps: float, dtype: str, schedule: Schedule) -> tirx.PrimFunc:
    """x [1, n, hidden], weight float32 [hidden] -> x / sqrt(mean(x^2) + eps) * weight; a workgroup a token.

    Of our own, since TVM's reductions, once the target has subgroups, take every subgroup to have 32 threads.
    """
    in_two_steps = schedule != Schedule.SOFTWARE
    threads, parts = (GPU_THREADS, GPU_PARTS) if in_two_steps else (SOFTWARE_THREADS, SOFTWARE_THREADS)
    vectors = hidden // 4
    steps = (vectors + threads - 1) // threads

    @T.prim_func(s_tir=True, private=True)
    def rms_norm(x_handle: T.handle, weight: T.Buffer((hidden,), "float32"), out_handle: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        n = T.int64()
        x = T.match_buffer(x_handle, (1, n, hidden), dtype)
        out = T.match_buffer(out_handle, (1, n, hidden), dtype)
        for token in T.thread_binding(n, thread="blockIdx.x"):
            for tx in T.thread_binding(threads, thread="threadIdx.x"):
                with T.sblock("norm"):
                    T.reads()
                    T.writes()
                    sums = T.sblock_alloc_buffer((threads,), "float32", scope="shared")
                    part_sums = T.sblock_alloc_buffer((parts,), "float32", scope="shared")
                    total = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    values = T.sblock_alloc_buffer((4,), "float32", scope="local")
                    total[0] = T.float32(0)
                    for step in T.serial(steps):
                        if step * threads + tx < vectors:
                            for lane in T.vectorized(4):
                                values[lane] = T.cast(x[0, token, (step * threads + tx) * 4 + lane], "float32")
                            total[0] += T.call_pure_extern(
                                "float32", "dot", values[T.ramp(0, 1, 4)], values[T.ramp(0, 1, 4)]
                            )
                    sums[tx] = total[0]
                    T.tvm_storage_sync("shared")
                    total[0] = T.float32(0)
                    if in_two_steps:
                        if tx < parts:
                            for i in T.serial(threads // parts):
                                total[0] += sums[i * parts + tx]
                            part_sums[tx] = total[0]
                        T.tvm_storage_sync("shared")
                        total[0] = T.float32(0)
                        for i in T.serial(parts):
                            total[0] += part_sums[i]
                    else:
                        for i in T.serial(threads):
                            total[0] += sums[i]
                    total[0] = T.rsqrt(total[0] / T.float32(hidden) + T.float32(eps))
                    for step in T.serial(steps):
                        if step * threads + tx < vectors:
                            place: T.let[T.int32] = (step * threads + tx) * 4
                            for lane in T.vectorized(4):
                                values[lane] = T.cast(x[0, token, place + lane], "float32") * weight[place + lane]
                            for lane in T.vectorized(4):
                                out[0, token, place + lane] = T.cast(values[lane] * total[0], dtype)

    return rms_norm
