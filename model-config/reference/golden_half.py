"""Golden conversions between float32, half floats and bfloat16."""

import json

import numpy as np

from .golden_file import b64
from .safetensors_file import bf16_to_f32


def half_text() -> str:
    """half.json: {"f16ToF32": {"f16", "f32"}, "bf16ToF32": {"bf16", "f32"}, "f32ToF16": {"f32", "f16"}}.

    f16 and bf16 are uint16 bit patterns. A NaN is to be compared as NaN, not by its bits.
    """
    f16, bf16, f32 = _f16_patterns(), _bf16_patterns(), _f32_values()
    with np.errstate(over="ignore", invalid="ignore"):
        tables = {
            "f16ToF32": {"f16": b64(f16), "f32": b64(f16.view(np.float16).astype(np.float32))},
            "bf16ToF32": {"bf16": b64(bf16), "f32": b64(bf16_to_f32(bf16))},
            "f32ToF16": {"f32": b64(f32), "f16": b64(f32.astype(np.float16).view(np.uint16))},
        }
    return "{\n" + ",\n".join(f'"{name}":{json.dumps(table)}' for name, table in tables.items()) + "\n}\n"


def _f16_patterns() -> np.ndarray:
    """Zeros, subnormals, both ends of every binade, infinities, NaNs; both signs."""
    ends = np.arange(0, 0x8000, 0x400)
    random = np.random.default_rng(42).integers(0, 0x7C00, 400)
    positive = np.concatenate([np.arange(0, 40), np.arange(0x3F0, 0x410), ends, ends + 0x3FF, [0x7C01, 0x7E00], random])
    return np.concatenate([positive, positive | 0x8000]).astype(np.uint16)


def _bf16_patterns() -> np.ndarray:
    """As above for bfloat16."""
    ends = np.arange(0, 0x8000, 0x80)
    random = np.random.default_rng(43).integers(0, 0x7F80, 200)
    positive = np.concatenate([np.arange(0, 20), np.arange(0x78, 0x88), ends, ends + 0x7F, [0x7F81, 0x7FC0], random])
    return np.concatenate([positive, positive | 0x8000]).astype(np.uint16)


def _f32_values() -> np.ndarray:
    """Halves, the mid-points between neighbouring halves (ties), the floats on either side of each; both signs."""
    random = np.random.default_rng(44)
    chosen = np.concatenate(
        [
            np.arange(0, 12),  # smallest subnormals; 0.5 of the first is the tie with zero
            np.arange(0x3F8, 0x408),  # last subnormals, first normals
            np.arange(0x7F8, 0x808),
            np.arange(0x7BF8, 0x7C00),  # up to 65504; its mid-point upwards, 65520, overflows
            random.integers(0, 0x7BFF, 60),
        ]
    ).astype(np.uint16)
    exact = chosen.view(np.float16).astype(np.float64)
    step = np.maximum(np.exp2(np.floor(np.log2(np.maximum(exact, 2.0**-14)))), 2.0**-14) * 2.0**-10
    middle = (exact + step / 2).astype(np.float32)
    around = [exact.astype(np.float32), middle, np.nextafter(middle, np.float32(0)), np.nextafter(middle, np.inf)]
    other = np.array([1e-45, 1e-40, 1e-8, 1e-7, 1e5, 1e10, 3.4028235e38, np.inf, np.nan], np.float32)
    wide = np.exp2(random.uniform(-30, 18, 200)).astype(np.float32)
    positive = np.concatenate([*around, other, wide])
    return np.concatenate([positive, -positive]).astype(np.float32)
