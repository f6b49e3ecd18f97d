"""Golden cases for q4g32: ggml's Q4_0 of chosen inputs, as ggml blocks and in the app's layout."""

import numpy as np
from gguf import GGMLQuantizationType
from gguf.quants import quantize

from .golden_file import b64

GROUP = 32
BLOCK_BYTES = 18  # a half-float scale, then 16 bytes: low nibbles are elements 0..15, high nibbles 16..31


def to_q4g32(blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Q4_0 bytes, uint8 [rows, cols / 32 * 18] -> q_weight uint32 [rows, cols / 8], q_scale uint32 [rows, cols / 64].

    q_weight holds eight successive elements a word, the first in the lowest nibble; q_scale two successive groups' half
    bits a word, the first in the low half.
    """
    rows = len(blocks)
    blocks = blocks.reshape(rows, -1, BLOCK_BYTES)
    half = blocks[..., 0].astype(np.uint32) | blocks[..., 1].astype(np.uint32) << 8  # [rows, groups]
    packed = blocks[..., 2:]
    nibbles = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.uint32).reshape(rows, -1, 8)
    weight = np.bitwise_or.reduce(nibbles << (4 * np.arange(8, dtype=np.uint32)), axis=-1)
    return weight, half[:, 0::2] | half[:, 1::2] << 16


def q4_cases() -> list[dict]:
    """The cases of q4_0.json."""
    return [_case(name, values.astype(np.float32)) for name, values in _inputs().items()]


def _case(name: str, values: np.ndarray) -> dict:
    blocks = quantize(values, GGMLQuantizationType.Q4_0)
    weight, scale = to_q4g32(blocks)
    rows, cols = values.shape
    return {
        "name": name,
        "rows": rows,
        "cols": cols,
        "input": b64(values),
        "blocks": b64(blocks),
        "qWeight": b64(weight),
        "qScale": b64(scale),
    }


def _inputs() -> dict[str, np.ndarray]:
    """name -> [rows, cols], cols a multiple of 64."""
    random = np.random.default_rng(40)
    ties = 0.1 * random.standard_normal((4, 64))
    ties[0, [3, 17]] = ties[1, [17, 3]] = 2.0, -2.0  # the first of equal magnitudes decides the sign of the scale
    ties[2, [0, 31, 32, 63]] = 1.5, 1.5, -1.5, -1.5
    ties[3] = np.where(np.arange(64) % 2 == 0, 1.0, -1.0)

    # Scale exactly 1 (largest magnitude -8), then exactly -1: every x.5 in reach and its float32 neighbours.
    half_way = np.zeros((6, 64), np.float32)
    steps = np.arange(-7.5, 7.6, 0.5, dtype=np.float32)  # 31 values
    half_way[:, 0], half_way[:, 32] = -8, 8
    for row, shifted in enumerate((steps, np.nextafter(steps, np.float32(-9)), np.nextafter(steps, np.float32(9)))):
        half_way[row, 1:32] = shifted
        half_way[row, 33:] = -shifted
        # A scale that is no power of two, so that the reciprocal rounds.
        half_way[3 + row] = half_way[row] * np.float32(0.0123)

    huge = random.standard_normal((3, 64))
    huge[0, 5], huge[1, 40] = 1e5, -3.0e5
    huge[2, [1, 33]] = 65504 * 8, -65519 * 8  # the largest half, and the largest that rounds down to it

    negative_zero = np.full((2, 64), -0.0)
    negative_zero[1, ::2] = 0.0
    negative_zero[1, 40] = -1.0

    # Largest magnitude 8 * s for scales s about the half-float limits: 2^-14 smallest normal, 2^-24 smallest
    # subnormal, 2^-25 the tie that rounds to zero.
    limits = [2.0**-14, 2.0**-14 - 2.0**-25, 1023 * 2.0**-24, 1.5 * 2.0**-24, 2.5 * 2.0**-24, 2.0**-24]
    limits += [1.01 * 2.0**-25, 2.0**-25, 0.99 * 2.0**-25, 1e-12, 1e-20, 1e-30]
    small = random.uniform(-1, 1, (6, 64))
    small[:, 7], small[:, 50] = -1, 1
    small *= np.repeat(8 * np.array(limits).reshape(6, 2), 32, axis=1)

    zero_groups = random.standard_normal((2, 128))
    zero_groups[0, 32:64] = zero_groups[1, 0:32] = zero_groups[1, 96:] = 0
    return {
        "gaussian": random.standard_normal((4, 192)) * 0.05,
        "laplace": random.laplace(size=(4, 128)),
        "all zero": np.zeros((2, 64)),
        "zero groups among others": zero_groups,
        "ties of the largest magnitude": ties,
        "half-way roundings": half_way,
        "tiny values": random.standard_normal((2, 128)) * 1e-5,
        "scales at half-float limits": small,
        "huge values": huge,
        "negative zero": negative_zero,
    }
