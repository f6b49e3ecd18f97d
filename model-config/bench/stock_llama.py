"""Llama as a stock library has it: plain tensor expressions, which dlight schedules, and TVM's attention kernels.

Parameters are those of our own libraries, so that both read the same stored shards; but a model in float16 has norms in
float16, and a large vocabulary is not kept in parts.
"""

from tvm import relax as rx
from tvm import te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import op
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache, RopeMode, TIRPagedKVCache
from tvm.target import Target

from compiler.card import LlamaShape
from compiler.llama import LlamaForCausalLM
from compiler.q4g32 import QuantizedMatrix, element


class StockLinear(QuantizedMatrix):
    """A linear layer without bias, weight [out, in]: dequantize, then reduce, in one function."""

    def forward(self, x: nn.Tensor) -> nn.Tensor:
        """x [1, n, in] -> [1, n, out]."""

        def dequantize_matmul(x: te.Tensor, q_weight: te.Tensor, q_scale: te.Tensor) -> te.Tensor:
            weight = te.compute(
                (self.rows, self.columns),
                lambda row, column: element(q_weight, q_scale, row, column).astype(x.dtype),
                name="dequantize",
            )
            k = te.reduce_axis((0, self.columns), name="k")
            return te.compute(
                (1, x.shape[1], self.rows),
                lambda b, i, row: te.sum(x[b, i, k] * weight[row, k], axis=k),
                name="matmul",
            )

        name = f"stock_{self.rows}x{self.columns}_matmul"
        return nn.tensor_expr_op(dequantize_matmul, name, [x, self.q_weight, self.q_scale])


class StockEmbedding(StockLinear):
    """An embedding table [vocabulary, hidden], which is the output projection too."""

    def look_up(self, ids: nn.Tensor, dtype: str) -> nn.Tensor:
        """ids int32 [n] -> [n, hidden]."""

        def embedding(q_weight: te.Tensor, q_scale: te.Tensor, ids: te.Tensor) -> te.Tensor:
            return te.compute(
                (ids.shape[0], self.columns),
                lambda i, k: element(q_weight, q_scale, ids[i], k).astype(dtype),
                name="embedding",
            )

        return nn.tensor_expr_op(embedding, "stock_embedding", [self.q_weight, self.q_scale, ids])


class StockAttention(nn.Module):
    def __init__(self, shape: LlamaShape):
        super().__init__()
        self.shape = shape
        self.qkv_proj = StockLinear(shape.qkv_heads * shape.head_dim, shape.hidden_size)
        self.o_proj = StockLinear(shape.hidden_size, shape.heads * shape.head_dim)

    def forward(self, x: nn.Tensor, kv_cache: PagedKVCache, layer: int) -> nn.Tensor:
        """x [1, n, hidden] -> [1, n, hidden]."""
        shape = self.shape
        n = x.shape[1]
        qkv = op.reshape(self.qkv_proj(x), (1, n, shape.qkv_heads, shape.head_dim))
        out = kv_cache.attention_with_fused_qkv(layer, qkv, shape.heads, sm_scale=shape.head_dim**-0.5)
        return self.o_proj(op.reshape(out, (1, n, shape.heads * shape.head_dim)))


class StockMLP(nn.Module):
    def __init__(self, shape: LlamaShape):
        super().__init__()
        self.gate_up_proj = StockLinear(2 * shape.intermediate_size, shape.hidden_size)
        self.down_proj = StockLinear(shape.hidden_size, shape.intermediate_size)

    def forward(self, x: nn.Tensor) -> nn.Tensor:
        """x [1, n, hidden] -> down(silu(gate(x)) * up(x)), [1, n, hidden]."""
        gate, up = op.split(self.gate_up_proj(x), 2, axis=-1)
        return self.down_proj(op.silu(gate) * up)


class StockDecoderLayer(nn.Module):
    def __init__(self, shape: LlamaShape, dtype: str):
        super().__init__()
        self.self_attn = StockAttention(shape)
        self.mlp = StockMLP(shape)
        self.input_layernorm = _norm(shape, dtype)
        self.post_attention_layernorm = _norm(shape, dtype)

    def forward(self, x: nn.Tensor, kv_cache: PagedKVCache, layer: int) -> nn.Tensor:
        """x [1, n, hidden] -> [1, n, hidden]."""
        x = self.self_attn(self.input_layernorm(x), kv_cache, layer) + x
        return self.mlp(self.post_attention_layernorm(x)) + x


class StockLlamaModel(nn.Module):
    def __init__(self, shape: LlamaShape, dtype: str):
        super().__init__()
        self.embed_tokens = StockEmbedding(shape.vocab_size, shape.hidden_size)
        self.layers = nn.ModuleList([StockDecoderLayer(shape, dtype) for _ in range(shape.layers)])
        self.norm = _norm(shape, dtype)


class StockLlamaForCausalLM(LlamaForCausalLM):
    """The functions of our libraries over stock layers."""

    def __init__(self, shape: LlamaShape, dtype: str, target: Target):
        nn.Module.__init__(self)
        self.shape = shape
        self.dtype = dtype
        self.target = target
        self.model = StockLlamaModel(shape, dtype)
        if not shape.tied_embeddings:
            self.lm_head = StockLinear(shape.vocab_size, shape.hidden_size)

    def create_tir_paged_kv_cache(
        self,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ) -> PagedKVCache:
        """An empty cache for all layers, with TVM's attention kernels."""
        shape = self.shape
        return TIRPagedKVCache(
            attn_kind="mha",
            max_batch_size=max_batch_size,
            max_total_seq_len=max_total_seq_len,
            prefill_chunk_size=prefill_chunk_size,
            page_size=page_size,
            support_sliding_window=support_sliding_window,
            layer_partition=rx.ShapeExpr([0, shape.layers]),
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            num_key_value_heads=shape.kv_heads,
            qk_head_dim=shape.head_dim,
            v_head_dim=shape.head_dim,
            mla_original_qk_head_dim=0,
            mla_original_v_head_dim=0,
            rope_mode=RopeMode.NORMAL,
            rope_scale=1,
            rope_theta=shape.rope_theta,
            rope_scaling={},
            rope_ext_factors=rx.prim_value(0),
            rotary_dim=shape.head_dim,
            enable_disaggregation=False,
            dtype=self.dtype,
            target=self.target,
        )

    def _layers(self, x: nn.Tensor, kv_cache: PagedKVCache) -> nn.Tensor:
        return self.model.norm(super()._layers(x, kv_cache))

    def _logits(self, x: nn.Tensor) -> nn.Tensor:
        """x [1, 1, hidden], normalized -> float32 [1, 1, vocabulary]."""
        head = self.model.embed_tokens if self.shape.tied_embeddings else self.lm_head
        return head(x).astype("float32")


def _norm(shape: LlamaShape, dtype: str) -> nn.RMSNorm:
    return nn.RMSNorm(shape.hidden_size, -1, shape.norm_eps, bias=False, dtype=dtype)
