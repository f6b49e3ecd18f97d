"""Full logits by the reference: `python -m reference.logits --checkpoint PATH`, run from model-config/.

Reads {"ids": [ids]} on stdin and prints {"logits": [[floats], ...]}: a row of the vocabulary's size after each id.
"""

import argparse
import json
import sys
from pathlib import Path

from .any_model import read_model
from .llama import Llama


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="Hugging Face folder, GGUF file or our own")
    args = parser.parse_args()
    ids = json.load(sys.stdin)["ids"]
    checkpoint, is_quantized = read_model(args.checkpoint)
    json.dump({"logits": Llama(checkpoint, not is_quantized).forward(ids, last=len(ids)).tolist()}, sys.stdout)


if __name__ == "__main__":
    main()
