"""Reads a Llama checkpoint, a Hugging Face folder or a GGUF file, into float32 arrays under Hugging Face names."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize

from .gguf_names import deinterleave_rotary, to_hf_name
from .safetensors_file import read_safetensors


@dataclass(frozen=True)
class LlamaConfig:
    """The numbers a Llama forward needs."""

    hidden: int
    ffn: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab: int
    eps: float
    theta: float
    tied: bool


@dataclass(frozen=True)
class Checkpoint:
    """tensors: Hugging Face name -> float32; a linear weight is [out, in]. No `lm_head.weight` when tied."""

    config: LlamaConfig
    tensors: dict[str, np.ndarray]


def read_checkpoint(path: Path) -> Checkpoint:
    """A folder is read as Hugging Face's, a file as GGUF."""
    return _read_hf(path) if path.is_dir() else _read_gguf(path)


def parse_hf_config(raw: dict) -> LlamaConfig:
    """config.json in the spelling of transformers up to 4 or of transformers 5."""
    if raw["model_type"] not in ("llama", "mistral"):
        raise ValueError(f"not a Llama: {raw['model_type']}")
    if raw.get("sliding_window"):
        raise ValueError("sliding window attention is not part of this reference")
    rope = raw.get("rope_parameters") or {}
    scaling = raw.get("rope_scaling") or {}
    kind = rope.get("rope_type") or scaling.get("rope_type") or scaling.get("type") or "default"
    if kind != "default":
        raise ValueError(f"RoPE scaling is not part of this reference: {kind}")
    heads = raw["num_attention_heads"]
    return LlamaConfig(
        hidden=raw["hidden_size"],
        ffn=raw["intermediate_size"],
        layers=raw["num_hidden_layers"],
        heads=heads,
        kv_heads=raw.get("num_key_value_heads") or heads,
        head_dim=raw.get("head_dim") or raw["hidden_size"] // heads,
        vocab=raw["vocab_size"],
        eps=raw["rms_norm_eps"],
        theta=float(rope.get("rope_theta") or raw.get("rope_theta") or 10000.0),
        tied=raw.get("tie_word_embeddings", False),
    )


def _read_hf(folder: Path) -> Checkpoint:
    config = parse_hf_config(json.loads((folder / "config.json").read_text()))
    index = folder / "model.safetensors.index.json"
    files = ["model.safetensors"]
    if index.exists():
        files = sorted(set(json.loads(index.read_text())["weight_map"].values()))
    tensors: dict[str, np.ndarray] = {}
    for name in files:
        tensors |= read_safetensors(folder / name)
    # Old LLaMA-1 conversions carry the RoPE table as a buffer.
    tensors = {name: values for name, values in tensors.items() if not name.endswith("rotary_emb.inv_freq")}
    if config.tied:
        tensors.pop("lm_head.weight", None)
    return Checkpoint(config, tensors)


def _read_gguf(path: Path) -> Checkpoint:
    reader = GGUFReader(path)

    def field(key: str, default=None):
        found = reader.get_field(key)
        if found is None and default is None:
            raise KeyError(f"the GGUF has no {key}")
        return default if found is None else found.contents()

    if field("general.architecture") != "llama":
        raise ValueError(f"not a Llama: {field('general.architecture')}")
    if field("llama.rope.scaling.type", "none") != "none":
        raise ValueError("RoPE scaling is not part of this reference")
    heads = field("llama.attention.head_count")
    kv_heads = field("llama.attention.head_count_kv", heads)
    hidden = field("llama.embedding_length")
    tensors = {}
    for tensor in reader.tensors:
        name = to_hf_name(tensor.name)
        values = np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        if name.endswith("q_proj.weight"):
            values = deinterleave_rotary(values, heads)
        elif name.endswith("k_proj.weight"):
            values = deinterleave_rotary(values, kv_heads)
        tensors[name] = values
    config = LlamaConfig(
        hidden=hidden,
        ffn=field("llama.feed_forward_length"),
        layers=field("llama.block_count"),
        heads=heads,
        kv_heads=kv_heads,
        head_dim=field("llama.attention.key_length", hidden // heads),
        vocab=tensors["model.embed_tokens.weight"].shape[0],
        # GGUF keeps these as float32: 9.9999997e-06 was 1e-5, the shortest decimal that gives the same float32.
        eps=_shortest(field("llama.attention.layer_norm_rms_epsilon")),
        theta=_shortest(field("llama.rope.freq_base", 10000.0)),
        tied="lm_head.weight" not in tensors,
    )
    return Checkpoint(config, tensors)


def _shortest(value: float) -> float:
    return float(str(np.float32(value)))
