"""The safetensors container: u64 little-endian header length, JSON header, then the tensors' bytes."""

import json
from pathlib import Path

import numpy as np

STORED = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "BF16": np.dtype("<u2")}


def bf16_to_f32(bits: np.ndarray) -> np.ndarray:
    """uint16 bfloat16 patterns, any shape -> float32, same shape (exact)."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def f32_to_bf16(values: np.ndarray) -> np.ndarray:
    """Finite float32, any shape -> uint16 bfloat16 patterns, round to nearest even."""
    bits = values.astype(np.float32).view(np.uint32).astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Every tensor of one file as float32, row major, in the shape the header gives."""
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    start = 8 + int(raw[:8].view("<u8")[0])
    tensors = {}
    for name, entry in json.loads(raw[8:start].tobytes()).items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        stored = np.frombuffer(raw[start + begin : start + end].tobytes(), STORED[entry["dtype"]])
        values = bf16_to_f32(stored) if entry["dtype"] == "BF16" else stored.astype(np.float32)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def write_safetensors(path: Path, tensors: dict[str, np.ndarray], dtype: str) -> int:
    """Writes float32 tensors as `dtype` (F32, F16 or BF16), in the order given; returns the tensors' total bytes."""
    header, parts, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for name, values in tensors.items():
        stored = f32_to_bf16(values) if dtype == "BF16" else values
        part = stored.astype(STORED[dtype]).tobytes()
        header[name] = {
            "dtype": dtype,
            "shape": list(values.shape),
            "data_offsets": [offset, offset + len(part)],
        }
        parts.append(part)
        offset += len(part)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(parts))
    return offset
