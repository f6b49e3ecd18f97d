"""Variant cards: the shape of a model and what is built for it."""

import json
from dataclasses import dataclass
from pathlib import Path

from .kernels.schedule import Schedule

VARIANTS_DIR = Path(__file__).resolve().parent.parent / "variants"


@dataclass(frozen=True)
class Build:
    """One way in which a model is compiled."""

    # Of activations and the KV cache.
    dtype: str
    schedule: Schedule
    # WebGPU features without which the library does not run.
    features: tuple[str, ...]


BUILDS = {
    "f32": Build("float32", Schedule.SOFTWARE, ()),
    "f16": Build("float16", Schedule.WORKGROUP, ("shader-f16",)),
    "f16-subgroups": Build("float16", Schedule.SUBGROUP, ("shader-f16", "subgroups")),
    # For tests: the kernels for GPUs on an adapter that has no half precision.
    "f32-workgroup": Build("float32", Schedule.WORKGROUP, ()),
    "f32-subgroups": Build("float32", Schedule.SUBGROUP, ("subgroups",)),
}


@dataclass(frozen=True)
class LlamaShape:
    """The sizes of a Llama, under the names that the cards give them."""

    hidden_size: int
    intermediate_size: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab_size: int
    tied_embeddings: bool
    norm_eps: float
    rope_theta: float

    @property
    def qkv_heads(self) -> int:
        return self.heads + 2 * self.kv_heads


@dataclass(frozen=True)
class Card:
    """What compiling needs to know of a variant."""

    variant: str
    shape: LlamaShape
    context_tokens: int
    prefill_chunk_tokens: int
    builds: tuple[str, ...]


def load_card(variant: str, folder: Path = VARIANTS_DIR) -> Card:
    """Reads `<variant>.json` of a folder; raises ValueError where the compiler cannot build what it says."""
    raw = json.loads((folder / f"{variant}.json").read_text())
    if raw["architecture"] != "llama":
        raise ValueError(f"{variant}: the compiler builds llama, not {raw['architecture']}")
    shape = raw["shape"]
    card = Card(
        variant=variant,
        shape=LlamaShape(
            hidden_size=shape["hiddenSize"],
            intermediate_size=shape["intermediateSize"],
            layers=shape["layers"],
            heads=shape["heads"],
            kv_heads=shape["kvHeads"],
            head_dim=shape["headDim"],
            vocab_size=shape["vocabSize"],
            tied_embeddings=shape["tiedEmbeddings"],
            norm_eps=shape["normEps"],
            rope_theta=shape["ropeTheta"],
        ),
        context_tokens=raw["contextTokens"],
        prefill_chunk_tokens=raw["prefillChunkTokens"],
        builds=tuple(raw["builds"]),
    )
    for name in ("hidden_size", "intermediate_size"):
        if getattr(card.shape, name) % 64:
            raise ValueError(f"{variant}: {name} must be a multiple of 64, as q4g32 packs two scales a word")
    if (card.shape.heads * card.shape.head_dim) % 64:
        raise ValueError(f"{variant}: heads * head_dim must be a multiple of 64, as q4g32 packs two scales a word")
    if card.shape.head_dim not in (16, 32, 64, 128, 256):
        raise ValueError(f"{variant}: head_dim {card.shape.head_dim} does not fit the attention kernels' workgroups")
    for build in card.builds:
        if build not in BUILDS:
            raise ValueError(f"{variant}: unknown build {build}")
    return card
