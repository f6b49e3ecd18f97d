"""The tensors of a Llama in MLC's shards, in order: names, shapes, and the Hugging Face tensors that make them."""

from dataclasses import dataclass

from .checkpoint import LlamaConfig

LARGEST_PART_BYTES = 2**27  # a larger vocabulary's matrix is kept in parts, which are not part of this layout


@dataclass(frozen=True)
class Vector:
    """A float32 vector; its name is Hugging Face's."""

    name: str
    size: int


@dataclass(frozen=True)
class Matrix:
    """A q4g32 matrix, `NAME.q_weight` and `NAME.q_scale`; sources: Hugging Face name -> rows, one under the other."""

    name: str
    columns: int
    sources: dict[str, int]

    @property
    def rows(self) -> int:
        """Rows of all sources."""
        return sum(self.sources.values())


def shard_layout(config: LlamaConfig) -> list[Vector | Matrix]:
    """All tensors; ValueError for a model that needs more than this layout has."""
    if config.vocab * config.hidden // 2 > LARGEST_PART_BYTES:
        raise ValueError("vocabularies in parts are not part of this layout")
    head = [] if config.tied else [_matrix("lm_head", config.hidden, {"lm_head": config.vocab})]
    return [
        _matrix("model.embed_tokens", config.hidden, {"model.embed_tokens": config.vocab}),
        *(tensor for layer in range(config.layers) for tensor in _layer(config, f"model.layers.{layer}.")),
        Vector("model.norm.weight", config.hidden),
        *head,
    ]


def _layer(config: LlamaConfig, prefix: str) -> list[Vector | Matrix]:
    query_size, key_size = config.heads * config.head_dim, config.kv_heads * config.head_dim
    attention, mlp = prefix + "self_attn.", prefix + "mlp."
    qkv = {attention + "q_proj": query_size, attention + "k_proj": key_size, attention + "v_proj": key_size}
    return [
        Vector(prefix + "input_layernorm.weight", config.hidden),
        _matrix(attention + "qkv_proj", config.hidden, qkv),
        _matrix(attention + "o_proj", query_size, {attention + "o_proj": config.hidden}),
        Vector(prefix + "post_attention_layernorm.weight", config.hidden),
        _matrix(mlp + "gate_up_proj", config.hidden, {mlp + "gate_proj": config.ffn, mlp + "up_proj": config.ffn}),
        _matrix(mlp + "down_proj", config.ffn, {mlp + "down_proj": config.hidden}),
    ]


def _matrix(name: str, columns: int, sources: dict[str, int]) -> Matrix:
    return Matrix(name, columns, {f"{source}.weight": rows for source, rows in sources.items()})
