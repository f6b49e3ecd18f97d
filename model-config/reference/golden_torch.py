"""Golden pytorch_model.bin files, with the tensors that are in them."""

from collections import OrderedDict

import numpy as np

from .golden_file import b64
from .torch_file import Parameter, Storage, Tensor, store, torch_bytes


class _StateDict(OrderedDict):
    """An OrderedDict with attributes, which pickle writes as the state of a plain one."""

    def __reduce_ex__(self, protocol: int):
        return OrderedDict, (), self.__dict__ or None, None, iter(self.items())


def torch_cases() -> list[dict]:
    """The cases of torch.json: each kind of state dict in each protocol."""
    kinds = {"ordered": _ordered, "metadata": _with_metadata, "plain": _plain, "one": _one}
    return [_case(kind, make(), protocol) for kind, make in kinds.items() for protocol in (2, 3, 4, 5)]


def _case(kind: str, state_dict: dict, protocol: int) -> dict:
    tensors = [
        {"name": name, "dtype": tensor.storage.dtype, "shape": tensor.shape, "data": b64(_values(tensor))}
        for name, value in state_dict.items()
        for tensor in [value.data if isinstance(value, Parameter) else value]
    ]
    file = np.frombuffer(torch_bytes(state_dict, protocol), np.uint8)
    return {"kind": kind, "protocol": protocol, "file": b64(file), "tensors": tensors}


def _values(tensor: Tensor) -> np.ndarray:
    return tensor.storage.data[tensor.offset : tensor.offset + int(np.prod(tensor.shape, dtype=np.int64))]


def _random(*shape: int) -> np.ndarray:
    return np.random.default_rng(len(shape)).standard_normal(shape).astype(np.float32)


def _ordered() -> OrderedDict:
    """One tensor of each type."""
    names = {"F32": "model.norm.weight", "F16": "lm_head.weight", "BF16": "model.layers.0.mlp.up_proj.weight"}
    return OrderedDict((name, Tensor(store(_random(3, 5), dtype), (3, 5))) for dtype, name in names.items())


def _with_metadata() -> OrderedDict:
    """As module.state_dict() makes it: with the versions of the modules, and of a parameter."""
    state_dict = _StateDict(_ordered())
    state_dict["tied"] = Parameter(state_dict["lm_head.weight"])
    state_dict._metadata = OrderedDict([("", {"version": 1}), ("model", {"version": 1}), ("lm_head", {})])
    return state_dict


def _plain() -> dict:
    """Views of one storage, one of a single value."""
    shared: Storage = store(_random(300), "F16")
    return {
        "first": Tensor(shared, (10, 4)),
        "scalar": Tensor(shared, (), 299),
        "last": Tensor(shared, (2, 1, 3), 270),
    }


def _one() -> OrderedDict:
    return OrderedDict([("a", Tensor(store(_random(4), "F32"), (4,)))])
