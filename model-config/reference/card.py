"""The cards of model-config/variants."""

from .checkpoint import LlamaConfig


def card_config(card: dict) -> LlamaConfig:
    """The shape a card gives."""
    shape = card["shape"]
    return LlamaConfig(
        hidden=shape["hiddenSize"],
        ffn=shape["intermediateSize"],
        layers=shape["layers"],
        heads=shape["heads"],
        kv_heads=shape["kvHeads"],
        head_dim=shape["headDim"],
        vocab=shape["vocabSize"],
        eps=shape["normEps"],
        theta=shape["ropeTheta"],
        tied=shape["tiedEmbeddings"],
    )
