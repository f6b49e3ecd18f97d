"""Makes checkpoints of every shape in shapes/: `python -m reference.make_shapes OUTDIR`, run from model-config/.

OUTDIR/NAME/ is a Hugging Face folder of random weights, F16, for the card shapes/NAME.json. The shapes have what tells
the real models apart: how heads share keys, theta, epsilon, and the vocabulary's size. Their vocabularies are larger
than the tokenizer's, which is there only because a checkpoint has one.
"""

import json
import sys
from pathlib import Path

from .card import card_config
from .make_tiny import hf_config, write_hf_files
from .safetensors_file import write_safetensors
from .tiny_weights import random_weights

SHAPES_DIR = Path(__file__).parent / "shapes"
SEED = 1


def main() -> None:
    """The command line described above."""
    outdir = Path(sys.argv[1])
    for path in sorted(SHAPES_DIR.glob("*.json")):
        card = json.loads(path.read_text())
        config = card_config(card)
        rope = {"rope_theta": config.theta, "rope_type": "default"}
        modern = {"head_dim": config.head_dim, "dtype": "float16", "rope_parameters": rope}
        folder = outdir / path.stem
        write_hf_files(folder, hf_config(config, card["contextTokens"]) | modern)
        write_safetensors(folder / "model.safetensors", random_weights(config, SEED), "F16")


if __name__ == "__main__":
    main()
