"""Reads what the reference can run: a checkpoint, or a model that was converted from one."""

import json
from pathlib import Path

from .card import card_config
from .checkpoint import Checkpoint, read_checkpoint
from .shard_weights import ShardWeights

CARDS = Path(__file__).parent.parent / "variants"


def read_model(path: Path) -> tuple[Checkpoint, bool]:
    """The model, and whether its weights are q4g32 numbers already. A converted model is a folder with a manifest."""
    manifest = path / "asclepius-model.json"
    if not manifest.exists():
        return read_checkpoint(path), False
    variant = json.loads(manifest.read_text())["model"]["variantId"]
    config = card_config(json.loads((CARDS / f"{variant}.json").read_text()))
    return Checkpoint(config, dict(ShardWeights(path, config))), True
