"""Holds a converted model against the numbers of gguf-py's Q4_0.

`python -m reference.q4_differences --checkpoint PATH --converted FOLDER`, run from model-config/, prints {"matrices":
COUNT, "differences": {matrix: COUNT}}: how many matrices there are, and of each that is not what the `gguf` package's
quantizer gives for the checkpoint's weights, how many 32-bit words of its weights and scales differ.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType
from gguf.quants import quantize

from .checkpoint import read_checkpoint
from .golden_q4 import to_q4g32
from .shard_layout import Matrix, shard_layout


def q4_differences(checkpoint_path: Path, converted: Path) -> dict:
    """checkpoint_path: Hugging Face folder or GGUF file; converted: shards and tensor-cache.json."""
    checkpoint = read_checkpoint(checkpoint_path)
    stored = _read_shards(converted)
    matrices = [tensor for tensor in shard_layout(checkpoint.config) if isinstance(tensor, Matrix)]
    differences = {}
    for matrix in matrices:
        values = np.vstack([checkpoint.tensors[source] for source in matrix.sources])
        weight, scale = to_q4g32(quantize(values, GGMLQuantizationType.Q4_0))
        count = sum(
            int(np.count_nonzero(stored[f"{matrix.name}.{part}"] != expected))
            for part, expected in (("q_weight", weight), ("q_scale", scale))
        )
        if count > 0:
            differences[matrix.name] = count
    return {"matrices": len(matrices), "differences": differences}


def _read_shards(folder: Path) -> dict[str, np.ndarray]:
    """Name -> array, as tensor-cache.json lists them."""
    cache = json.loads((folder / "tensor-cache.json").read_text())
    return {
        record["name"]: np.memmap(
            folder / shard["dataPath"], np.dtype(record["dtype"]), "r", record["byteOffset"], tuple(record["shape"])
        )
        for shard in cache["records"]
        for record in shard["records"]
    }


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--converted", type=Path, required=True)
    args = parser.parse_args()
    print(json.dumps(q4_differences(args.checkpoint, args.converted)))


if __name__ == "__main__":
    main()
