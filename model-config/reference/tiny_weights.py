"""Random weights: of any Llama, and of the test model whose greedy answers are varied, readable, free of near ties."""

import numpy as np

from .checkpoint import LlamaConfig
from .tiny_tokenizer import SPECIALS, readable_ids

# Standard deviations at a hidden size of 128, tuned on 64 greedy tokens: smaller ones settle into one repeated token.
TUNED_HIDDEN = 128
MATRIX_STD = 0.15
EMBEDDING_STD = 0.3
HEAD_STD = 0.25
QUIET_STD = 0.01


def tiny_weights(config: LlamaConfig, seed: int) -> dict[str, np.ndarray]:
    """Weights whose answers are printable text, which a test can compare on the page, and reach the token limit.

    The head's rows for special tokens, control characters and bytes above ASCII are nearly zero.
    """
    quiet = sorted(set(range(config.vocab)) - readable_ids())
    assert set(range(len(SPECIALS))) <= set(quiet)
    return random_weights(config, seed, quiet)


def random_weights(config: LlamaConfig, seed: int, quiet: list[int] | None = None) -> dict[str, np.ndarray]:
    """Hugging Face name -> float32, every value a half float, so that an F16 checkpoint holds them exactly.

    quiet: ids whose logits are to be nearly zero.
    """
    random = np.random.default_rng(seed)
    # Keeps the products of a wider model's matrices as large.
    width = np.sqrt(TUNED_HIDDEN / config.hidden)

    def matrix(out_size: int, in_size: int, std: float = MATRIX_STD) -> np.ndarray:
        return (random.standard_normal((out_size, in_size)) * (std * width)).astype(np.float16).astype(np.float32)

    def norm() -> np.ndarray:  # not all ones, so that a norm left out or swapped shows
        return random.uniform(0.6, 1.4, config.hidden).astype(np.float16).astype(np.float32)

    query_size, key_size = config.heads * config.head_dim, config.kv_heads * config.head_dim
    weights = {"model.embed_tokens.weight": matrix(config.vocab, config.hidden, EMBEDDING_STD)}
    for layer in range(config.layers):
        weights |= {
            f"model.layers.{layer}.{name}.weight": values
            for name, values in {
                "input_layernorm": norm(),
                "self_attn.q_proj": matrix(query_size, config.hidden),
                "self_attn.k_proj": matrix(key_size, config.hidden),
                "self_attn.v_proj": matrix(key_size, config.hidden),
                "self_attn.o_proj": matrix(config.hidden, query_size),
                "post_attention_layernorm": norm(),
                "mlp.gate_proj": matrix(config.ffn, config.hidden),
                "mlp.up_proj": matrix(config.ffn, config.hidden),
                "mlp.down_proj": matrix(config.hidden, config.ffn),
            }.items()
        }
    head = matrix(config.vocab, config.hidden, HEAD_STD)
    if quiet:
        head[quiet] = matrix(len(quiet), config.hidden, QUIET_STD)
    return weights | {"model.norm.weight": norm(), "lm_head.weight": head}
