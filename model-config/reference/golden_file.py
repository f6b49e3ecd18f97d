"""How golden arrays are written: base64 of little-endian bytes in JSON, one case a line."""

import base64
import json
from pathlib import Path

import numpy as np

LIMIT_BYTES = 60_000  # a golden file is read in code review; more cases than fit here prove no more


def b64(array: np.ndarray) -> str:
    """The array's bytes, row major, little-endian."""
    return base64.b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode()


def write_cases(path: Path, key: str, cases: list[dict]) -> None:
    """Writes {key: [case, ...]}."""
    write_text(path, f'{{"{key}":[\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")


def write_text(path: Path, text: str) -> None:
    """Writes a golden file, refusing one above the limit."""
    if len(text) > LIMIT_BYTES:
        raise ValueError(f"{path.name} would be {len(text)} bytes")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")
