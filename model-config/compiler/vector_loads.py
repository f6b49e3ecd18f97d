"""A device pass that turns kernel parameters which are only read four elements at a time into arrays of vectors.

TVM's code generator for WebGPU reads `A[ramp(i, 1, 4)]` as four scalars when A is an `array<f32>`, and as one `vec4`
when it is an `array<vec4<f32>>`; its own rewrite makes the latter of local buffers, but not of parameters.
"""

import tvm
import tvm.sym
import tvm_ffi
from tvm import tirx

LANES = 4


@tvm.transform.module_pass(opt_level=0, name="VectorizeParameters")
def vectorize_parameters(module: tvm.IRModule, _context: tvm.transform.PassContext) -> tvm.IRModule:
    """Rewrites every device function, after host and device are split and loops are vectorized."""
    for global_var, func in list(module.functions_items()):
        module[global_var] = _rewrite(func)
    return module


def _rewrite(func: tirx.PrimFunc) -> tirx.PrimFunc:
    analyzer = tvm.sym.Analyzer()
    declared: dict[tvm.ir.Var, tirx.stmt.DeclBuffer] = {}
    blocked: set[tvm.ir.Var] = set()
    read: set[tvm.ir.Var] = set()

    def inspect(node: tvm.runtime.Object) -> None:
        if isinstance(node, tirx.stmt.DeclBuffer):
            declared[node.buffer] = node
        elif isinstance(node, tirx.stmt.Bind):
            analyzer.bind(node.var, node.value)
        elif isinstance(node, tirx.stmt.BufferStore):
            blocked.add(node.buffer)
        elif isinstance(node, tvm.ir.expr.TensorLoad):
            read.add(node.source)
            if not (len(node.indices) == 1 and _is_aligned_vector(analyzer, node.indices[0])):
                blocked.add(node.source)

    tvm_ffi.structural.structural_walk(func.body, inspect, order="pre")

    vectors: dict[tvm.ir.Var, tvm.ir.Var] = {}  # buffer -> buffer of vectors
    handles: dict[tvm.ir.Var, tvm.ir.Var] = {}  # parameter -> parameter that points at vectors
    parameters = set(func.params)
    for buffer, declaration in declared.items():
        if declaration.data not in parameters or buffer in blocked or buffer not in read:
            continue
        if sum(other.data.same_as(declaration.data) for other in declared.values()) > 1:
            continue
        dtype = f"{buffer.dtype}x{LANES}"
        handle = tirx.Var(declaration.data.name, tvm.ir.PointerType(tvm.ir.PrimType(dtype), "global"))
        handles[declaration.data] = handle
        size = analyzer.simplify(tirx.floordiv(buffer.shape[0], LANES))
        vectors[buffer] = tirx.decl_buffer((size,), dtype, name=buffer.name, data=handle)
    if not vectors:
        return func

    def replace(node: tvm.runtime.Object, mutator: "tvm_ffi.structural.StructuralMutator") -> tvm.runtime.Object:
        if isinstance(node, tirx.stmt.DeclBuffer) and node.buffer in vectors:
            return tirx.stmt.DeclBuffer(vectors[node.buffer], data=handles[node.data])
        if isinstance(node, tvm.ir.expr.TensorLoad) and node.source in vectors:
            base = mutator.mutate(node.indices[0].base)
            return tirx.BufferLoad(vectors[node.source], [analyzer.simplify(tirx.floordiv(base, LANES))])
        return mutator.default_mutate(node)

    body = tvm_ffi.structural.structural_mutate(func.body, [((tirx.stmt.DeclBuffer, tvm.ir.expr.TensorLoad), replace)])
    params = [handles.get(param, param) for param in func.params]
    return tirx.PrimFunc(params, body, func.ret_type, attrs=func.attrs)


def _is_aligned_vector(analyzer: tvm.sym.Analyzer, index: tirx.Expr) -> bool:
    """Whether `index` is four consecutive places that begin at a multiple of four."""
    if not isinstance(index, tvm.ir.prim.expr.Ramp):
        return False
    if int(index.lanes) != LANES or not analyzer.can_prove_equal(index.stride, 1):
        return False
    return analyzer.can_prove_equal(tirx.floormod(index.base, LANES), 0)
