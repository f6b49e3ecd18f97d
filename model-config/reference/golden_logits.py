"""Golden logits of the tests' own small models, whose weights a few lines of any language can make."""

import numpy as np

from .checkpoint import Checkpoint, LlamaConfig
from .golden_file import b64
from .llama import Llama

SEED = 20240601
STEP = 0x6D2B79F5

SMALL = {"hidden": 128, "ffn": 192, "layers": 2, "heads": 4, "kv_heads": 2, "head_dim": 32, "vocab": 300, "eps": 1e-5}

# What tells the real models apart: tied embeddings, how heads share keys, heads wider than the model, theta, epsilon.
MODELS = {
    "llama": {"kv_heads": 4, "eps": 1e-6},
    "smollm2": {"heads": 6, "tied": True, "theta": 100000.0},
    "llama3": {"heads": 8, "kv_heads": 2, "layers": 1, "theta": 500000.0},
    "mistral": {"layers": 3, "theta": 1000000.0},
}


def logits_cases() -> list[dict]:
    """The cases of logits.json: logits [tokens, vocab] on the weights as they are."""
    return [
        _case(name, LlamaConfig(**{**SMALL, "theta": 10000.0, "tied": False, **fields}))
        for name, fields in MODELS.items()
    ]


def _case(name: str, config: LlamaConfig) -> dict:
    tokens = [1, config.vocab // 4, config.vocab // 2, config.vocab * 3 // 4]
    logits = Llama(Checkpoint(config, _weights(config)), requantize=False).forward(tokens, last=len(tokens))
    shape = {
        "hiddenSize": config.hidden,
        "intermediateSize": config.ffn,
        "layers": config.layers,
        "heads": config.heads,
        "kvHeads": config.kv_heads,
        "headDim": config.head_dim,
        "vocabSize": config.vocab,
        "tiedEmbeddings": config.tied,
        "normEps": config.eps,
        "ropeTheta": config.theta,
    }
    return {"name": name, "shape": shape, "tokens": tokens, "logits": b64(logits.astype(np.float32))}


def _weights(config: LlamaConfig) -> dict[str, np.ndarray]:
    """tinyTensors of app/core/checkpoint/testing, made livelier as app/core/check/testing does."""
    query, key = config.heads * config.head_dim, config.kv_heads * config.head_dim
    shapes = {"model.embed_tokens": (config.vocab, config.hidden)}
    for layer in range(config.layers):
        shapes |= {
            f"model.layers.{layer}.{name}": shape
            for name, shape in {
                "input_layernorm": (config.hidden,),
                "self_attn.q_proj": (query, config.hidden),
                "self_attn.k_proj": (key, config.hidden),
                "self_attn.v_proj": (key, config.hidden),
                "self_attn.o_proj": (config.hidden, query),
                "post_attention_layernorm": (config.hidden,),
                "mlp.gate_proj": (config.ffn, config.hidden),
                "mlp.up_proj": (config.ffn, config.hidden),
                "mlp.down_proj": (config.hidden, config.ffn),
            }.items()
        }
    shapes["model.norm"] = (config.hidden,)
    if not config.tied:
        shapes["lm_head"] = (config.vocab, config.hidden)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes.values()])
    values = np.split((_mulberry32(int(ends[-1])) * 0.2 - 0.1).astype(np.float32).astype(np.float64), ends[:-1])
    return {
        f"{name}.weight": (part * 5 + 1 if len(shape) == 1 else part * 2).astype(np.float32).reshape(shape)
        for (name, shape), part in zip(shapes.items(), values, strict=True)
    }


def _mulberry32(count: int) -> np.ndarray:
    """Numbers in [0, 1): the generator of the tests' models, all numbers at once."""
    with np.errstate(over="ignore"):
        state = np.uint32(SEED) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(STEP)
        mixed = (state ^ state >> 15) * (state | 1)
        mixed ^= mixed + (mixed ^ mixed >> 7) * (mixed | 61)
        return (mixed ^ mixed >> 14) / 2.0**32
