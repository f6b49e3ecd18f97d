"""What a model library says of itself through `_metadata`."""

from tvm.relax.frontend import nn

from .card import Card


def library_metadata(card: Card, parameters: list[tuple[str, nn.Parameter]]) -> dict:
    """The fields that web-llm reads; `params` in the order in which the functions take them."""
    return {
        "model_type": "llama",
        "quantization": "q4g32",
        "context_window_size": card.context_tokens,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": card.prefill_chunk_tokens,
        "kv_state_kind": "kv_cache",
        "params": [
            {"name": name, "shape": [int(size) for size in parameter.shape], "dtype": str(parameter.dtype)}
            for name, parameter in parameters
        ],
    }
