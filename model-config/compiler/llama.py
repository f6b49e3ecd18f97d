"""Llama in Relax: the forward pass that a model library runs, over q4g32 weights and a paged KV cache."""

from tvm import te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache

from .card import Build, LlamaShape
from .kernels.matmul_decode import silu
from .kernels.schedule import Schedule
from .kv_cache import LlamaKVCache, attend
from .norm import RMSNorm
from .q4g32 import QuantizedLinear, is_single, vocabulary_matrix


class Attention(nn.Module):
    """Grouped-query attention; the KV cache rotates queries and keys (RoPE in the rotate-half form)."""

    def __init__(self, shape: LlamaShape, schedule: Schedule):
        super().__init__()
        self.shape = shape
        self.qkv_proj = QuantizedLinear(shape.qkv_heads * shape.head_dim, shape.hidden_size, schedule)
        self.o_proj = QuantizedLinear(shape.hidden_size, shape.heads * shape.head_dim, schedule)

    def forward(self, x: nn.Tensor, norm: RMSNorm, kv_cache: PagedKVCache, layer: int) -> nn.Tensor:
        """x [1, n, hidden] -> x + attention(norm(x)), [1, n, hidden]."""
        return self.o_proj(attend(kv_cache, layer, self.qkv_proj(x, norm=norm), self.shape), residual=x)


class MLP(nn.Module):
    """down(silu(gate(x)) * up(x)); gate and up are one matrix, gate's rows first."""

    def __init__(self, shape: LlamaShape, schedule: Schedule):
        super().__init__()
        self.intermediate_size = shape.intermediate_size
        self.gate_up_proj = QuantizedLinear(2 * shape.intermediate_size, shape.hidden_size, schedule)
        self.down_proj = QuantizedLinear(shape.hidden_size, shape.intermediate_size, schedule)

    def forward(self, x: nn.Tensor, norm: RMSNorm) -> nn.Tensor:
        """x [1, n, hidden] -> x + MLP(norm(x)), [1, n, hidden]."""
        matrix = self.gate_up_proj
        gated = matrix.gate_single(x, norm) if is_single(x) else self._gate(matrix(x, norm=norm))
        return self.down_proj(gated, residual=x)

    def _gate(self, gate_up: nn.Tensor) -> nn.Tensor:
        """gate_up [1, n, 2 * intermediate] -> silu(gate) * up, [1, n, intermediate]."""
        size, dtype = self.intermediate_size, gate_up.dtype

        def silu_times_up(gate_up: te.Tensor) -> te.Tensor:
            def at(b, i, k):
                gate, up = gate_up[b, i, k].astype("float32"), gate_up[b, i, k + size].astype("float32")
                return (silu(gate) * up).astype(dtype)

            return te.compute((1, gate_up.shape[1], size), at, name="gated")

        return nn.tensor_expr_op(silu_times_up, "silu_times_up", [gate_up])


class DecoderLayer(nn.Module):
    def __init__(self, shape: LlamaShape, schedule: Schedule):
        super().__init__()
        self.self_attn = Attention(shape, schedule)
        self.mlp = MLP(shape, schedule)
        self.input_layernorm = RMSNorm(shape.hidden_size, shape.norm_eps, schedule)
        self.post_attention_layernorm = RMSNorm(shape.hidden_size, shape.norm_eps, schedule)

    def forward(self, x: nn.Tensor, kv_cache: PagedKVCache, layer: int) -> nn.Tensor:
        """x [1, n, hidden] -> [1, n, hidden]."""
        x = self.self_attn(x, self.input_layernorm, kv_cache, layer)
        return self.mlp(x, self.post_attention_layernorm)


class LlamaModel(nn.Module):
    def __init__(self, shape: LlamaShape, schedule: Schedule):
        super().__init__()
        self.embed_tokens = vocabulary_matrix(shape.vocab_size, shape.hidden_size, schedule)
        self.layers = nn.ModuleList([DecoderLayer(shape, schedule) for _ in range(shape.layers)])
        self.norm = RMSNorm(shape.hidden_size, shape.norm_eps, schedule)


class LlamaForCausalLM(nn.Module):
    """The functions of a model library, one method each; parameter names are MLC's."""

    def __init__(self, shape: LlamaShape, build: Build):
        super().__init__()
        self.shape = shape
        self.dtype = build.dtype
        self.schedule = build.schedule
        self.model = LlamaModel(shape, build.schedule)
        if not shape.tied_embeddings:
            self.lm_head = vocabulary_matrix(shape.vocab_size, shape.hidden_size, build.schedule)

    def embed(self, ids: nn.Tensor) -> nn.Tensor:
        """ids int32 [n] -> [n, hidden]."""
        return self.model.embed_tokens.look_up(ids, self.dtype)

    def prefill(self, embeds: nn.Tensor, kv_cache: PagedKVCache) -> tuple[nn.Tensor, PagedKVCache]:
        """embeds [1, n, hidden] -> float32 logits [1, 1, vocabulary] of the last token, and the cache."""
        x = self._layers(embeds, kv_cache)

        def last_token(x: te.Tensor) -> te.Tensor:
            _, n, hidden = x.shape
            return te.compute((1, 1, hidden), lambda b, _, h: x[b, n - 1, h], name="last_token")

        return self._logits(nn.tensor_expr_op(last_token, "last_token", [x])), kv_cache

    def decode(self, embeds: nn.Tensor, kv_cache: PagedKVCache) -> tuple[nn.Tensor, PagedKVCache]:
        """embeds [1, 1, hidden] -> float32 logits [1, 1, vocabulary], and the cache."""
        return self._logits(self._layers(embeds, kv_cache)), kv_cache

    def create_tir_paged_kv_cache(
        self,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ) -> PagedKVCache:
        """An empty cache for all layers; pages of `page_size` tokens, in the build's dtype."""
        return LlamaKVCache(
            self.shape,
            self.dtype,
            self.schedule,
            max_batch_size,
            max_total_seq_len,
            prefill_chunk_size,
            page_size,
            support_sliding_window,
        )

    def _layers(self, x: nn.Tensor, kv_cache: PagedKVCache) -> nn.Tensor:
        for index, layer in enumerate(self.model.layers):
            x = layer(x, kv_cache, index)
        return x

    def _logits(self, x: nn.Tensor) -> nn.Tensor:
        """x [1, 1, hidden] -> float32 [1, 1, vocabulary]."""
        head = self.model.embed_tokens if self.shape.tied_embeddings else self.lm_head
        return head.project(x, self.model.norm)

    def export_spec(self) -> dict:
        """The exported methods, with the shapes and dtypes of their arguments."""
        packed = {"param_mode": "packed", "effect_mode": "none"}
        kv_cache = nn.spec.Object(object_type=PagedKVCache)
        hidden = self.shape.hidden_size
        return {
            "embed": {"ids": nn.spec.Tensor(["seq_len"], "int32"), "$": packed},
            "prefill": {
                "embeds": nn.spec.Tensor([1, "seq_len", hidden], self.dtype),
                "kv_cache": kv_cache,
                "$": packed,
            },
            "decode": {"embeds": nn.spec.Tensor([1, 1, hidden], self.dtype), "kv_cache": kv_cache, "$": packed},
            "create_tir_paged_kv_cache": {
                "max_batch_size": int,
                "max_total_seq_len": int,
                "prefill_chunk_size": int,
                "page_size": int,
                "support_sliding_window": int,
                "$": {"param_mode": "none", "effect_mode": "none"},
            },
        }
