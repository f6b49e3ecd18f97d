"""pytorch_model.bin without PyTorch: torch.save's pickle and zip archive, through stand-ins for its classes."""

import io
import pickle
import struct
import sys
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import numpy as np

from .safetensors_file import STORED, f32_to_bf16

ALIGNMENT = 64  # of a storage's bytes in the file, by padding in the zip header
PADDING_ID = 0x4246  # "FB"


def _stand_in(module: str, name: str):
    """A class that pickles as the global module.name."""
    return type(name, (), {"__module__": module, "__qualname__": name})


STORAGE_TYPES = {
    "F32": _stand_in("torch", "FloatStorage"),
    "F16": _stand_in("torch", "HalfStorage"),
    "BF16": _stand_in("torch", "BFloat16Storage"),
}
REBUILD_TENSOR = _stand_in("torch._utils", "_rebuild_tensor_v2")
REBUILD_PARAMETER = _stand_in("torch._utils", "_rebuild_parameter")


@dataclass(frozen=True, eq=False)
class Storage:
    """data: the values' bytes, as an array of the stored type."""

    dtype: str
    data: np.ndarray


@dataclass(frozen=True, eq=False)
class Tensor:
    """A row-major view of a storage; offset in values."""

    storage: Storage
    shape: tuple[int, ...]
    offset: int = 0

    def __reduce_ex__(self, protocol: int):
        """As torch.Tensor._reduce_ex_internal."""
        strides = tuple(int(np.prod(self.shape[i + 1 :], dtype=np.int64)) for i in range(len(self.shape)))
        return REBUILD_TENSOR, (self.storage, self.offset, self.shape, strides, False, OrderedDict())


@dataclass(frozen=True, eq=False)
class Parameter:
    """torch.nn.Parameter."""

    data: Tensor

    def __reduce_ex__(self, protocol: int):
        """As torch.nn.Parameter.__reduce_ex__."""
        return REBUILD_PARAMETER, (self.data, True, OrderedDict())


def store(values: np.ndarray, dtype: str) -> Storage:
    """float32, any shape -> a storage of F32, F16 or BF16."""
    stored = f32_to_bf16(values) if dtype == "BF16" else values
    return Storage(dtype, stored.astype(STORED[dtype]).reshape(-1))


def write_torch(path: Path, tensors: dict[str, np.ndarray], dtype: str) -> None:
    """Writes float32 tensors as `dtype`, each in a storage of its own, in the order given."""
    path.write_bytes(torch_bytes(OrderedDict((n, Tensor(store(v, dtype), v.shape)) for n, v in tensors.items())))


def torch_bytes(state_dict: dict, protocol: int = 2) -> bytes:
    """What torch.save(state_dict, pickle_protocol=protocol) writes on a little-endian machine."""
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, protocol)
    modules = {"torch": ModuleType("torch"), "torch._utils": ModuleType("torch._utils")}
    for found in (*STORAGE_TYPES.values(), REBUILD_TENSOR, REBUILD_PARAMETER):
        setattr(modules[found.__module__], found.__name__, found)
    with patch.dict(sys.modules, modules):
        pickler.dump(state_dict)
    files = {"data.pkl": buffer.getvalue(), "byteorder": b"little"}
    files |= {f"data/{key}": storage.data.tobytes() for key, storage in enumerate(pickler.storages)}
    return _archive(files | {"version": b"3\n", ".data/serialization_id": b"0" * 40})


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO, protocol: int):
        super().__init__(buffer, protocol)
        self.storages: list[Storage] = []

    def persistent_id(self, obj):
        """As torch.serialization's."""
        if not isinstance(obj, Storage):
            return None
        if obj not in self.storages:
            self.storages.append(obj)
        return ("storage", STORAGE_TYPES[obj.dtype], str(self.storages.index(obj)), "cpu", obj.data.size)


class _Stream:
    """A file that cannot seek, so that zipfile writes sizes behind the data, as PyTorch does."""

    def __init__(self):
        self.content = bytearray()

    def write(self, data: bytes) -> int:
        self.content += data
        return len(data)

    def flush(self) -> None:
        pass


def _archive(files: dict[str, bytes]) -> bytes:
    stream = _Stream()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(f"archive/{name}")
            start = len(stream.content) + zipfile.sizeFileHeader + len(info.filename) + 4
            padding = -start % ALIGNMENT
            info.extra = struct.pack("<HH", PADDING_ID, padding) + b"Z" * padding
            archive.writestr(info, data)
    return bytes(stream.content)
