"""What a WebGPU device must offer to run a library, read off the model's tensors and the generated kernels."""

import math
import re

import tvm
from tvm import relax

from .card import BUILDS, Card
from .kv_cache import PAGE_TOKENS

DTYPE_BYTES = {"float32": 4, "float16": 2, "uint32": 4}
WGSL_BYTES = {"f32": 4, "i32": 4, "u32": 4, "f16": 2}

WORKGROUP_ARRAY = re.compile(r"var<workgroup>\s+\w+\s*:\s*array<(?:vec(\d)<)?(\w+)>?,\s*(\d+)>")
WORKGROUP_SIZE = re.compile(r"@workgroup_size\((\d+),\s*(\d+),\s*(\d+)\)")


def library_needs(card: Card, build: str, executable: relax.VMExecutable, metadata: dict) -> dict:
    """The part of the manifest's entry that follows from the compiled model; sizes in bytes.

    The KV cache is not in `requiredLimits`: each layer's part of it is one buffer, which grows with the context.
    """
    kernels = webgpu_kernels(executable)
    largest_buffer = max(_largest_parameter(metadata), _largest_activation(card))
    return {
        "requiredFeatures": list(BUILDS[build].features),
        "requiredLimits": {
            # A buffer is always bound whole.
            "maxStorageBufferBindingSize": largest_buffer,
            "maxBufferSize": largest_buffer,
            "maxStorageBuffersPerShaderStage": max(kernel.count("var<storage") for kernel in kernels),
            "maxComputeWorkgroupStorageSize": max(_workgroup_bytes(kernel) for kernel in kernels),
            "maxComputeInvocationsPerWorkgroup": max(_invocations(kernel) for kernel in kernels),
        },
        "contextTokens": card.context_tokens,
        "prefillChunkTokens": card.prefill_chunk_tokens,
        "parameterBytes": sum(_parameter_bytes(parameter) for parameter in metadata["params"]),
        "kvLayerBytesPerToken": _kv_token_bytes(card, build),
        "kvPageTokens": PAGE_TOKENS,
    }


def webgpu_kernels(executable: relax.VMExecutable) -> list[str]:
    """The WGSL of each kernel."""

    def sources(module: tvm.runtime.Module) -> list[str]:
        found = [str(module.inspect_source())] if module.kind == "webgpu" else []
        return found + [source for imported in module.imports for source in sources(imported)]

    (source,) = sources(executable.mod)
    kernels = [part for part in re.split(r"// Function: \S+\n//-+\n", source) if "@compute" in part]
    if any(kernel.count("@compute") != 1 for kernel in kernels):
        raise ValueError("cannot tell the kernels of the generated WGSL apart")
    return kernels


def _parameter_bytes(parameter: dict) -> int:
    return math.prod(parameter["shape"]) * DTYPE_BYTES[parameter["dtype"]]


def _largest_parameter(metadata: dict) -> int:
    return max(_parameter_bytes(parameter) for parameter in metadata["params"])


def _kv_token_bytes(card: Card, build: str) -> int:
    """Keys and values of one token in one layer."""
    return 2 * card.shape.kv_heads * card.shape.head_dim * DTYPE_BYTES[BUILDS[build].dtype]


def _largest_activation(card: Card) -> int:
    """The widest activation of a full prefill chunk, or the logits; float32, which bounds float16."""
    shape = card.shape
    widest = max(2 * shape.intermediate_size, shape.qkv_heads * shape.head_dim, shape.hidden_size)
    return 4 * max(card.prefill_chunk_tokens * widest, shape.vocab_size)


def _workgroup_bytes(kernel: str) -> int:
    arrays = WORKGROUP_ARRAY.findall(kernel)
    if len(arrays) != kernel.count("var<workgroup>"):
        raise ValueError("cannot tell the workgroup memory of a generated kernel")
    return sum(int(lanes or 1) * WGSL_BYTES[dtype] * int(length) for lanes, dtype, length in arrays)


def _invocations(kernel: str) -> int:
    (sizes,) = WORKGROUP_SIZE.findall(kernel)
    return math.prod(int(size) for size in sizes)
