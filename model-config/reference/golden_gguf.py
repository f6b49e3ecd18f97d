"""Golden rows in each GGUF tensor type the app reads, with the values gguf's own code finds in them."""

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize, quantize

from .golden_file import b64

MIN_COLS = 128
PLAIN = ("F32", "F16", "BF16")
# Byte offset of each half-float in a block.
HALVES = {
    "Q8_0": [0],
    "Q4_0": [0],
    "Q4_1": [0, 2],
    "Q5_0": [0],
    "Q5_1": [0, 2],
    "Q2_K": [80, 82],
    "Q3_K": [108],
    "Q4_K": [0, 2],
    "Q5_K": [0, 2],
    "Q6_K": [208],
}
# Half floats by their bits.
SUBNORMAL = np.array([0x0001, 0x0123, 0x03FF, 0x8001, 0x83FF], np.uint16)  # among them both ends
ORDINARY = np.array([0x1E66, 0x2E66, 0xB1C3], np.uint16)
SCALES = np.concatenate([SUBNORMAL, ORDINARY, np.array([0x0000, 0x8000, 0x7BFF], np.uint16)])


def gguf_type_cases() -> list[dict]:
    """The cases of gguf-types.json, 3 rows each: gaussians, gaussians with half-subnormal scales, arbitrary bits.

    gguf does not write k-quants, so theirs are arbitrary bits under ordinary, subnormal and any scales.
    """
    random = np.random.default_rng(41)
    return [_case(name, random) for name in (*PLAIN, *HALVES)]


def _case(name: str, random: np.random.Generator) -> dict:
    kind = GGMLQuantizationType[name]
    cols = _cols(kind)
    gaussian = random.standard_normal((2, cols)).astype(np.float32) * np.array([[0.05], [2e-5]], np.float32)
    if name.endswith("_K"):
        rows = [_random_blocks(name, random, scales) for scales in (ORDINARY, SUBNORMAL, SCALES)]
    else:
        last = _random_bits(name, random) if name in PLAIN else _random_blocks(name, random, SCALES)
        rows = [*quantize(gaussian, kind).view(np.uint8), last]
    data = np.stack(rows)
    if name in PLAIN:
        data = data.view({"F32": np.float32, "F16": np.float16}.get(name, np.uint8))
    values = np.array(dequantize(data, kind), dtype=np.float32)
    if not np.isfinite(values).all():
        raise ValueError(f"{name}: not finite")
    return {"type": name, "rows": len(data), "cols": cols, "data": b64(data), "values": b64(values)}


def _cols(kind: GGMLQuantizationType) -> int:
    """One block of a k-quant, four of the others."""
    return max(GGML_QUANT_SIZES[kind][0], MIN_COLS)


def _random_bits(name: str, random: np.random.Generator) -> np.ndarray:
    """One row of an unquantized type as bytes: any finite bit pattern, both zeros and the smallest subnormals."""
    width, inf = {"F32": (np.uint32, 0x7F80_0000), "F16": (np.uint16, 0x7C00), "BF16": (np.uint16, 0x7F80)}[name]
    magnitude = random.integers(0, inf, MIN_COLS)
    magnitude[:6] = 0, 0, 1, 1, inf - 1, inf - 1
    sign = np.arange(MIN_COLS) % 2
    return (magnitude | sign << (8 * np.dtype(width).itemsize - 1)).astype(width).view(np.uint8)


def _random_blocks(name: str, random: np.random.Generator, scales: np.ndarray) -> np.ndarray:
    """One row of a quantized type as bytes: any quants, scales drawn from `scales` (uint16 half-float bits)."""
    kind = GGMLQuantizationType[name]
    block_size, block_bytes = GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, (_cols(kind) // block_size, block_bytes), dtype=np.uint8)
    for offset in HALVES[name]:
        blocks[:, offset : offset + 2] = random.choice(scales, len(blocks)).view(np.uint8).reshape(-1, 2)
    return blocks.reshape(-1)
