"""Random q4g32 weights of a Llama of any size, written as MLC's shards without a checkpoint, a tensor at a time."""

import json
import shutil
from pathlib import Path

import numpy as np

from .checkpoint import LlamaConfig
from .shard_layout import Matrix, Vector, shard_layout
from .tiny_tokenizer import tiny_tokenizer

SHARD_BYTES = 32 * 2**20  # a shard closes when the next tensor would pass this
NIBBLE_RMS = np.sqrt(np.mean(np.arange(-8.0, 8.0) ** 2))
# A browser that is to run the model keeps a copy of its own.
DISK_COPIES = 2


def write_random_shards(config: LlamaConfig, seed: int, folder: Path) -> None:
    """Fills the folder anew: params_shard_N.bin, tensor-cache.json, and the tiny model's tokenizer.json.

    The same seed gives the same bytes. SystemExit where the disk lacks room.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    layout = shard_layout(config)
    needed_bytes = DISK_COPIES * sum(_size_bytes(tensor) for tensor in layout)
    if shutil.disk_usage(folder).free < needed_bytes:
        raise SystemExit(f"{folder} needs {needed_bytes / 1e9:.1f} GB of free disk for the model and a browser's copy")

    random = np.random.default_rng(seed)
    shards: list[dict] = []
    for tensor in layout:
        arrays = _random_arrays(tensor, config, random)
        if not shards or shards[-1]["nbytes"] + _size_bytes(tensor) > SHARD_BYTES:
            shards.append({"dataPath": f"params_shard_{len(shards)}.bin", "format": "raw-shard", "nbytes": 0})
            shards[-1]["records"] = []
        _append(folder, shards[-1], arrays)
    _write_tensor_cache(folder, shards, parameters=sum(_elements(tensor) for tensor in layout))
    tiny_tokenizer().save(str(folder / "tokenizer.json"))


def _elements(tensor: Vector | Matrix) -> int:
    return tensor.size if isinstance(tensor, Vector) else tensor.rows * tensor.columns


def _size_bytes(tensor: Vector | Matrix) -> int:
    """4 bytes an element of a vector; of a matrix 4 bits, and 16 a group of 32."""
    return _elements(tensor) * 4 if isinstance(tensor, Vector) else _elements(tensor) * 9 // 16


def _random_arrays(tensor: Vector | Matrix, config: LlamaConfig, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Name in the shards -> values. Scales have either sign, so that the mean is zero, which that of nibbles is not."""
    if isinstance(tensor, Vector):
        return {tensor.name: random.uniform(0.6, 1.4, tensor.size).astype("<f4")}
    rows, columns = tensor.rows, tensor.columns
    scales = random.standard_normal((rows, columns // 32), np.float32) * (_std(tensor, config) / NIBBLE_RMS)
    return {
        f"{tensor.name}.q_weight": np.frombuffer(random.bytes(rows * columns // 2), "<u4").reshape(rows, -1),
        f"{tensor.name}.q_scale": scales.astype("<f2").view("<u4"),
    }


def _std(matrix: Matrix, config: LlamaConfig) -> float:
    """Keeps every activation at the size of 1, also the sum of what the layers add to the embedding."""
    if matrix.name == "model.embed_tokens":
        return 1
    adds_to_residual = matrix.name.endswith(("o_proj", "down_proj"))
    return 1 / np.sqrt(matrix.columns * (2 * config.layers if adds_to_residual else 1))


def _append(folder: Path, shard: dict, arrays: dict[str, np.ndarray]) -> None:
    with (folder / shard["dataPath"]).open("ab") as file:
        for name, values in arrays.items():
            shard["records"].append(
                {
                    "name": name,
                    "shape": list(values.shape),
                    "dtype": values.dtype.name,
                    "format": "raw",
                    "nbytes": values.nbytes,
                    "byteOffset": shard["nbytes"],
                }
            )
            shard["nbytes"] += file.write(values)


def _write_tensor_cache(folder: Path, shards: list[dict], parameters: int) -> None:
    size_bytes = sum(shard["nbytes"] for shard in shards)
    metadata = {
        "ParamSize": sum(len(shard["records"]) for shard in shards),
        "ParamBytes": size_bytes,
        "BitsPerParam": size_bytes * 8 / parameters,
    }
    (folder / "tensor-cache.json").write_text(json.dumps({"metadata": metadata, "records": shards}))
