"""Golden cases for the search of scales: how little error q4g32 can have at all, found by trying every half float."""

import numpy as np
from gguf import GGMLQuantizationType
from gguf.quants import dequantize, quantize

from .golden_file import b64
from .golden_q4 import GROUP

LARGEST_HALF = 65504.0


def best_cases() -> list[dict]:
    """The cases of q4_best.json: errors are sums of (weighted) squares, float64 [groups]."""
    return [_case(name, values.astype(np.float32), importance) for name, (values, importance) in _inputs().items()]


def _case(name: str, values: np.ndarray, importance: np.ndarray | None) -> dict:
    rows, cols = values.shape
    groups = values.reshape(-1, GROUP).astype(np.float64)
    weights = np.ones(cols) if importance is None else importance.astype(np.float64)
    weights = np.broadcast_to(weights, values.shape).reshape(-1, GROUP)
    plain = dequantize(quantize(values, GGMLQuantizationType.Q4_0), GGMLQuantizationType.Q4_0).reshape(-1, GROUP)
    return {
        "name": name,
        "rows": rows,
        "cols": cols,
        "input": b64(values),
        **({} if importance is None else {"importance": b64(importance)}),
        "plainErrors": b64((weights * (plain - groups) ** 2).sum(axis=-1)),
        "stockErrors": b64((weights * (mlc_stock(groups) - groups) ** 2).sum(axis=-1)),
        "leastErrors": b64(np.array([least_error(*pair) for pair in zip(groups, weights, strict=True)])),
    }


def mlc_stock(groups: np.ndarray) -> np.ndarray:
    """What MLC's own 4-bit rule leaves of groups [groups, 32]: symmetric, 15 levels, scale = max|w| / 7.

    The scale is not rounded; MLC keeps it in the model's dtype.
    """
    scale = np.abs(groups).max(axis=-1, keepdims=True) / 7
    levels = np.rint(groups / np.where(scale == 0, 1, scale)) + 7
    return (levels.clip(0, 14) - 7) * scale


def least_error(values: np.ndarray, weights: np.ndarray) -> float:
    """The least weighted squared error of one group [32] over every half float as its scale, with the nearest levels.

    Left out: scales that clip the largest value to less than a quarter, or leave more than half of the levels unused.
    """
    largest = np.abs(values).max()
    first, last = (np.float16(min(largest / n, LARGEST_HALF)).view(np.uint16) for n in (32, 3.5))
    halves = np.arange(first, int(last) + 1, dtype=np.uint16).view(np.float16).astype(np.float64)
    scales = np.concatenate([halves, -halves])[:, None]
    levels = np.rint(values / np.where(scales == 0, 1, scales)).clip(-8, 7)
    return float((weights * (levels * scales - values) ** 2).sum(axis=-1).min())


def _inputs() -> dict[str, tuple[np.ndarray, np.ndarray | None]]:
    """name -> [rows, cols], cols a multiple of 64, and the importance of the columns."""
    random = np.random.default_rng(45)
    sparse = 0.02 * random.standard_normal((4, 128))
    sparse[random.random(sparse.shape) < 0.7] = 0
    outliers = 0.02 * random.standard_normal((6, 64))
    outliers[:, ::32] *= 40
    narrow = 0.02 * random.standard_normal((6, 192))
    importance = np.exp(random.standard_normal(192)).astype(np.float32)
    zeros = importance.copy()
    zeros[64:100] = zeros[::5] = 0
    return {
        "gaussian": (0.02 * random.standard_normal((16, 128)), None),
        "laplace": (0.02 * random.laplace(size=(16, 128)), None),
        "sparse": (sparse, None),
        "outliers": (outliers, None),
        "uniform": (random.uniform(-1, 1, (6, 64)), None),
        "constant": (np.repeat([[0.7], [-0.013], [0.0]], 64, axis=1), None),
        "scales below the normal halves": (1e-5 * random.standard_normal((4, 64)), None),
        "scales at the smallest half": (4e-7 * random.standard_normal((4, 64)), None),
        "scales at the largest half": (65504 * 8 * random.choice([-1, 0.3, 0.95, 1], (4, 64)), None),
        "columns of different importance": (narrow, importance),
        "columns of no importance": (narrow, zeros),
    }
