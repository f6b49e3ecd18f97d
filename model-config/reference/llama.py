"""A Llama forward pass in float64 with a KV cache, on the weights the app computes with (q4g32).

Its activations are exact, or rounded as llama.cpp's CPU backend rounds them.
"""

from typing import Literal

import numpy as np
from gguf import GGMLQuantizationType
from gguf.quants import dequantize, quantize

from .checkpoint import Checkpoint, LlamaConfig

# Float64 weights are kept up to this many parameters (4 GB); a larger model keeps float32 and widens at each use.
FLOAT64_PARAMETERS = 500_000_000

JITTER = 2.0**-23  # relative, standard deviation: the size of float32's error

Activations = Literal["exact", "q8_0"]


def q4g32(weight: np.ndarray) -> np.ndarray:
    """float32 [out, in] -> float32 [out, in]: what is left of the weight after ggml's Q4_0."""
    kind = GGMLQuantizationType.Q4_0
    return dequantize(quantize(weight, kind), kind)


def q8_0(x: np.ndarray) -> np.ndarray:
    """float64 [tokens, in] -> float64 [tokens, in]: what is left of the float32 activations after ggml's Q8_0.

    A block of 32 has the scale d = max|x| / 127; its quants are x * (1 / d) in float32, rounded to nearest with ties
    away from zero, and they are multiplied by d as a half float. This is ggml's quantize_row_q8_0_ref. The variant in
    ggml-cpu/arch/wasm truncates, but wllama's builds (2.3.7 and 3.8.1, disassembled) do not contain it.
    """
    kind = GGMLQuantizationType.Q8_0
    return dequantize(quantize(x.astype(np.float32), kind), kind).astype(np.float64)


class Llama:
    """One sequence: `forward` appends tokens to the KV cache, `reset` empties it.

    With activations "q8_0" it rounds where llama.cpp's CPU backend does on Q4_0 weights: the input of every matrix
    product with a weight goes through Q8_0. The embedding's rows stay exact, and all arithmetic stays float64. Not
    modelled is float32 arithmetic (sums, norms, RoPE, exp, silu), but see `jitter`. Attention rounds nothing else where
    the KV cache is float32 and flash attention is off, as this app has it.

    A value that float32's error carries across a rounding boundary gets another quant, and layer upon layer such
    changes grow to the size of Q8_0's own effect. Two correct programs then agree little better than either does with
    the exact forward: one run shows how large the differences are, not which. Runs with several jitters sample them.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        requantize: bool = True,
        activations: Activations = "exact",
        jitter: int | None = None,
    ) -> None:
        """requantize: put every matrix (linear weights, embedding, head) through q4g32; norm weights stay as read.

        jitter: a seed; moves every product with a weight at random by JITTER, as another order of float32 sums would.
        """
        self.config = checkpoint.config
        self.activations = activations
        self.jitter = jitter
        wide = sum(values.size for values in checkpoint.tensors.values()) <= FLOAT64_PARAMETERS
        self.weights = {}
        for name, values in checkpoint.tensors.items():
            kept = q4g32(values) if requantize and values.ndim == 2 else values
            self.weights[name] = kept.astype(np.float64) if wide else kept
        self.reset()

    def reset(self) -> None:
        """Forgets every token, and starts the jitter anew: the same tokens get the same logits."""
        empty = np.zeros((self.config.kv_heads, 0, self.config.head_dim))
        self.keys = [empty] * self.config.layers
        self.values = [empty] * self.config.layers
        self.random = np.random.default_rng(self.jitter)

    def forward(self, tokens: list[int], last: int = 1) -> np.ndarray:
        """Appends `tokens` and returns float64 logits [last, vocab] after the last `last` of them."""
        embedding = self.weights["model.embed_tokens.weight"]
        x = embedding[tokens].astype(np.float64)  # [tokens, hidden]
        position = self.keys[0].shape[1]
        cos, sin = rope_table(self.config, position, len(tokens))
        for layer in range(self.config.layers):
            prefix = f"model.layers.{layer}."
            x = x + self._attention(layer, self._norm(x, prefix + "input_layernorm"), cos, sin)
            x = x + self._mlp(prefix, self._norm(x, prefix + "post_attention_layernorm"))
        head = "model.embed_tokens" if self.config.tied else "lm_head"
        return self._linear(self._norm(x[-last:], "model.norm"), head)

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        """[tokens, in] -> [tokens, out]."""
        if self.activations == "q8_0":
            x = q8_0(x)
        product = x @ self.weights[name + ".weight"].astype(np.float64, copy=False).T
        if self.jitter is not None:
            product *= 1 + JITTER * self.random.standard_normal(product.shape)
        return product

    def _norm(self, x: np.ndarray, name: str) -> np.ndarray:
        """RMSNorm of each row of [tokens, hidden]."""
        scale = np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + self.config.eps)
        return x / scale * self.weights[name + ".weight"]

    def _attention(self, layer: int, x: np.ndarray, cos: np.ndarray, sin: np.ndarray) -> np.ndarray:
        """Causal grouped-query attention over the cache and x [tokens, hidden]; -> [tokens, hidden]."""
        config, prefix = self.config, f"model.layers.{layer}.self_attn."
        tokens, group = len(x), self.config.heads // self.config.kv_heads

        def heads(name: str) -> np.ndarray:  # -> [heads or kv_heads, tokens, head_dim]
            return self._linear(x, prefix + name).reshape(tokens, -1, config.head_dim).swapaxes(0, 1)

        query = rotate(heads("q_proj"), cos, sin).reshape(config.kv_heads, group, tokens, config.head_dim)
        key, value = rotate(heads("k_proj"), cos, sin), heads("v_proj")
        key = np.concatenate([self.keys[layer], key], axis=1)
        value = np.concatenate([self.values[layer], value], axis=1)
        self.keys[layer], self.values[layer] = key, value

        scores = query @ key[:, None].swapaxes(-1, -2) / np.sqrt(config.head_dim)  # [kv, group, tokens, total]
        total = key.shape[1]
        future = np.arange(total)[None, :] > np.arange(total - tokens, total)[:, None]  # [tokens, total]
        scores[..., future] = -np.inf
        mixed = softmax(scores) @ value[:, None]  # [kv, group, tokens, head_dim]
        return self._linear(mixed.transpose(2, 0, 1, 3).reshape(tokens, -1), prefix + "o_proj")

    def _mlp(self, prefix: str, x: np.ndarray) -> np.ndarray:
        """down(silu(gate(x)) * up(x)), [tokens, hidden] -> [tokens, hidden]."""
        gate = self._linear(x, prefix + "mlp.gate_proj")
        up = self._linear(x, prefix + "mlp.up_proj")
        # silu(z) = z * sigmoid(z), the sigmoid by tanh so that no exponential overflows.
        return self._linear(gate * 0.5 * (1 + np.tanh(gate / 2)) * up, prefix + "mlp.down_proj")


def softmax(scores: np.ndarray) -> np.ndarray:
    """Over the last axis."""
    exp = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def rope_table(config: LlamaConfig, position: int, tokens: int) -> tuple[np.ndarray, np.ndarray]:
    """cos and sin, float64 [tokens, head_dim], from `position` on; both halves of a row hold the same angles."""
    frequency = config.theta ** (-np.arange(0, config.head_dim, 2) / config.head_dim)
    angle = np.arange(position, position + tokens)[:, None] * frequency
    angle = np.concatenate([angle, angle], axis=-1)
    return np.cos(angle), np.sin(angle)


def rotate(x: np.ndarray, cos: np.ndarray, sin: np.ndarray) -> np.ndarray:
    """Hugging Face's RoPE on [heads, tokens, head_dim]: element i turns with element i + head_dim / 2."""
    low, high = np.split(x, 2, axis=-1)
    return x * cos + np.concatenate([-high, low], axis=-1) * sin
