"""The weights in MLC's shards under Hugging Face names, read from disk and dequantized each time they are asked for."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from .checkpoint import LlamaConfig
from .shard_layout import Vector, shard_layout

GROUP_SIZE = 32
# Byte -> its two elements before scaling, the low nibble's first; a pair is kept as the bits of one float64.
PAIRS = np.stack([np.arange(256) % 16, np.arange(256) // 16], axis=-1).astype(np.float32) - 8
PAIR_BITS = PAIRS.view(np.float64).ravel()


class ShardWeights(Mapping[str, np.ndarray]):
    """Hugging Face name -> float32, [out, in] of a linear weight. Exact: a nibble times a half float is a float32."""

    def __init__(self, folder: Path, config: LlamaConfig) -> None:
        """folder: shards and tensor-cache.json."""
        cache = json.loads((folder / "tensor-cache.json").read_text())
        self._arrays = {
            record["name"]: np.memmap(
                folder / shard["dataPath"], np.dtype(record["dtype"]), "r", record["byteOffset"], tuple(record["shape"])
            )
            for shard in cache["records"]
            for record in shard["records"]
        }
        # Name -> name in the shards and, of a matrix, the rows.
        self._places: dict[str, tuple[str, slice | None]] = {}
        for tensor in shard_layout(config):
            if isinstance(tensor, Vector):
                self._places[tensor.name] = tensor.name, None
                continue
            start = 0
            for source, rows in tensor.sources.items():
                self._places[source] = tensor.name, slice(start, start + rows)
                start += rows

    def __getitem__(self, name: str) -> np.ndarray:
        """The tensor, in memory of its own."""
        stored, rows = self._places[name]
        if rows is None:
            return np.array(self._arrays[stored])
        return dequantize(self._arrays[f"{stored}.q_weight"][rows], self._arrays[f"{stored}.q_scale"][rows])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def dequantize(q_weight: np.ndarray, q_scale: np.ndarray) -> np.ndarray:
    """uint32 [rows, columns / 8] and [rows, columns / 64] -> float32 [rows, columns]."""
    rows = len(q_weight)
    values = PAIR_BITS[q_weight.view(np.uint8)].view(np.float32).reshape(rows, -1, GROUP_SIZE)
    values *= q_scale.view(np.float16).astype(np.float32)[..., None]
    return values.reshape(rows, -1)
