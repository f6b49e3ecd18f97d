"""The passes from an exported Relax module to one that the VM and the WebGPU code generator take."""

import tvm
from tvm import relax
from tvm.s_tir import dlight
from tvm.s_tir.pipeline import default_s_tir_pipeline
from tvm.tirx import compilation_pipeline

from .card import Card
from .vector_loads import vectorize_parameters

# The name under which `relax.build` finds the lowering below.
TIR_PIPELINE = "s_tir_vector_loads"


def _lowering() -> tuple:
    """TVM's lowering of scheduled functions, with our pass before its last ones for the device."""
    lower, finalize_host, finalize_device = default_s_tir_pipeline()
    return lower, finalize_host, lambda: tvm.transform.Sequential([vectorize_parameters, finalize_device()])


compilation_pipeline.PIPELINE_MAP[TIR_PIPELINE] = _lowering


def attach_bounds(card: Card) -> tvm.transform.Pass:
    """Bounds the symbolic sizes of all Relax functions by name, so that memory is planned ahead."""
    bounds = {"seq_len": card.prefill_chunk_tokens, "total_seq_len": card.context_tokens}

    @tvm.transform.module_pass(opt_level=0)
    def attach(module: tvm.IRModule, _context: tvm.transform.PassContext) -> tvm.IRModule:
        for global_var, func in module.functions_items():
            if isinstance(func, relax.Function):
                module[global_var] = func.with_attr("tir_var_upper_bound", bounds)
        return module

    return attach


def compile_passes(card: Card) -> tvm.transform.Pass:
    """The pipeline."""
    return tvm.transform.Sequential(
        [
            attach_bounds(card),
            tvm.tirx.transform.BindTarget(tvm.target.Target.current(allow_none=False)),
            relax.transform.LegalizeOps(),
            relax.transform.AnnotateTIROpPattern(),
            relax.transform.FoldConstant(),
            relax.transform.FuseOps(),
            relax.transform.FuseTIR(),
            relax.transform.DeadCodeElimination(),
            dlight.ApplyDefaultSchedule(
                dlight.gpu.Reduction(),
                dlight.gpu.GeneralReduction(),
                dlight.gpu.Fallback(),
            ),
            tvm.tirx.transform.ForceNarrowIndexToInt32(),
            relax.transform.RewriteDataflowReshape(),
            relax.transform.ToNonDataflow(),
            relax.transform.RemovePurityChecking(),
            relax.transform.CallTIRRewrite(),
            relax.transform.StaticPlanBlockMemory(),
            relax.transform.LowerAllocTensor(),
            relax.transform.KillAfterLastUse(),
            relax.transform.LowerRuntimeBuiltin(),
            # Without the texts of the checks: they name all parameters in each function, 69 KB in a 13B model.
            relax.transform.VMShapeLower(emit_err_ctx=False),
            relax.transform.AttachGlobalSymbol(),
        ]
    )
