"""How llama.cpp's converter renames and reorders the tensors of a Hugging Face Llama."""

import re

import numpy as np

GLOBAL = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}
LAYER = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
LAYER_BACK = {ggml: hf for hf, ggml in LAYER.items()}
GLOBAL_BACK = {ggml: hf for hf, ggml in GLOBAL.items()}


def to_gguf_name(name: str) -> str:
    """`model.layers.3.self_attn.q_proj.weight` -> `blk.3.attn_q.weight`."""
    if name in GLOBAL:
        return GLOBAL[name]
    layer, kind = re.fullmatch(r"model\.layers\.(\d+)\.(.+)\.weight", name).groups()
    return f"blk.{layer}.{LAYER[kind]}.weight"


def to_hf_name(name: str) -> str:
    """`blk.3.attn_q.weight` -> `model.layers.3.self_attn.q_proj.weight`."""
    if name in GLOBAL_BACK:
        return GLOBAL_BACK[name]
    match = re.fullmatch(r"blk\.(\d+)\.(.+)\.weight", name)
    if match is None or match[2] not in LAYER_BACK:
        raise ValueError(f"not a tensor of a plain Llama: {name}")
    return f"model.layers.{match[1]}.{LAYER_BACK[match[2]]}.weight"


def interleave_rotary(weight: np.ndarray, heads: int) -> np.ndarray:
    """Hugging Face row order -> llama.cpp's. weight [heads * head_dim, in], any dtype.

    Hugging Face rotates row i of a head with row i + head_dim / 2; llama.cpp wants such a pair in adjacent rows.
    """
    rows, cols = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, cols).swapaxes(1, 2).reshape(rows, cols)


def deinterleave_rotary(weight: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp's row order -> Hugging Face's: the inverse of `interleave_rotary`."""
    rows, cols = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, cols).swapaxes(1, 2).reshape(rows, cols)
