"""The quantization format q4g32: how its weights are stored, and the layers that compute with them.

A matrix [out, in] is kept in groups of 32 along `in`. Element 8 * i + j of a row is bits 4 * j .. 4 * j + 3 of word i
of `q_weight` (uint32 [out, in / 8]); the scale of group 2 * i is the low, of group 2 * i + 1 the high half of word i of
`q_scale` (uint32 [out, in / 64]), an IEEE half that may be negative. An element is (nibble - 8) * scale.

A vocabulary's matrix whose `q_weight` would be larger than what every WebGPU device can bind is kept in parts of as
many rows each (the last may have fewer): `parts.0`, `parts.1` and so on.
"""

import math
from collections.abc import Callable

from tvm import te, tirx
from tvm.relax.frontend import nn

from .kernels.half import half_bits, half_to_float
from .kernels.matmul_decode import matmul_decode_kernel, takes_norm
from .kernels.matmul_prefill import matmul_prefill_kernel
from .kernels.schedule import Schedule
from .norm import RMSNorm

ELEMENTS_PER_WORD = 8
GROUP_SIZE = 32
# The least that maxStorageBufferBindingSize is on any WebGPU device.
LARGEST_PART_BYTES = 2**27


def element(q_weight: te.Tensor, q_scale: te.Tensor, row: tirx.Expr, column: tirx.Expr) -> tirx.Expr:
    """Element [row, column] of a quantized matrix, float32."""
    nibble_shift = ((column % ELEMENTS_PER_WORD) * 4).astype("uint32")
    nibble = (q_weight[row, column // ELEMENTS_PER_WORD] >> nibble_shift) & tirx.const(15, "uint32")
    scale = half_to_float(half_bits(q_scale[row, column // (2 * GROUP_SIZE)], column // GROUP_SIZE))
    return (nibble.astype("float32") - tirx.const(8.0, "float32")) * scale


class QuantizedMatrix(nn.Module):
    """The parameters of a matrix [rows, columns] in q4g32."""

    def __init__(self, rows: int, columns: int):
        super().__init__()
        self.rows = rows
        self.columns = columns
        self.q_weight = nn.Parameter((rows, columns // ELEMENTS_PER_WORD), "uint32")
        self.q_scale = nn.Parameter((rows, columns // (2 * GROUP_SIZE)), "uint32")


class QuantizedLinear(QuantizedMatrix):
    """A linear layer without bias, weight [out, in]."""

    def __init__(self, rows: int, columns: int, schedule: Schedule):
        super().__init__(rows, columns)
        self.schedule = schedule

    def forward(self, x: nn.Tensor, norm: RMSNorm | None = None, residual: nn.Tensor | None = None) -> nn.Tensor:
        """x [1, n, in], which is first normalized by `norm` where given -> [1, n, out], plus `residual` [1, n, out]."""
        return _matmul(x, self, x.dtype, self.schedule, norm=norm, residual=residual)

    def gate_single(self, x: nn.Tensor, norm: RMSNorm) -> nn.Tensor:
        """x [1, 1, in] -> silu(first half of the rows times norm(x)) * second half times norm(x), [1, 1, out / 2]."""
        return _matmul(x, self, x.dtype, self.schedule, norm=norm, gated=True)


class VocabularyMatrix(QuantizedMatrix):
    """A matrix [vocabulary, hidden]: an embedding table, an output projection, or both."""

    def __init__(self, rows: int, columns: int, schedule: Schedule):
        super().__init__(rows, columns)
        self.schedule = schedule

    def look_up(self, ids: nn.Tensor, dtype: str) -> nn.Tensor:
        """ids int32 [n] -> their rows, [n, hidden] in `dtype`."""
        return _look_up([self], self.rows, ids, dtype)

    def project(self, x: nn.Tensor, norm: RMSNorm) -> nn.Tensor:
        """x [1, n, hidden] -> what norm(x) projects to, float32 [1, n, vocabulary]."""
        return _matmul(x, self, "float32", self.schedule, norm=norm)


class SplitVocabularyMatrix(nn.Module):
    """The same in parts of `part_rows` rows."""

    def __init__(self, rows: int, columns: int, part_rows: int, schedule: Schedule):
        super().__init__()
        self.part_rows = part_rows
        self.schedule = schedule
        starts = range(0, rows, part_rows)
        self.parts = nn.ModuleList([QuantizedMatrix(min(part_rows, rows - start), columns) for start in starts])

    def look_up(self, ids: nn.Tensor, dtype: str) -> nn.Tensor:
        """ids int32 [n] -> their rows, [n, hidden] in `dtype`."""
        return _look_up(list(self.parts), self.part_rows, ids, dtype)

    def project(self, x: nn.Tensor, norm: RMSNorm) -> nn.Tensor:
        """x [1, n, hidden] -> what norm(x) projects to, float32 [1, n, vocabulary]."""
        x, remaining_norm = _normalize(x, norm, self.schedule)
        products = [_matmul(x, part, "float32", self.schedule, norm=remaining_norm) for part in self.parts]
        rows = sum(part.rows for part in self.parts)

        def join(*products: te.Tensor) -> te.Tensor:
            def at(b: tirx.Var, i: tirx.Var, row: tirx.Var) -> tirx.Expr:
                return _in_part(
                    row, self.part_rows, [part.rows for part in self.parts], lambda p, r: products[p][b, i, r]
                )

            return te.compute((1, products[0].shape[1], rows), at, name="joined")

        return nn.tensor_expr_op(join, "join_logits", products)


def vocabulary_matrix(rows: int, columns: int, schedule: Schedule) -> VocabularyMatrix | SplitVocabularyMatrix:
    """A matrix [rows, columns], in as few parts of equal size as every device can bind."""
    parts = math.ceil(rows * columns // 2 / LARGEST_PART_BYTES)
    if parts == 1:
        return VocabularyMatrix(rows, columns, schedule)
    return SplitVocabularyMatrix(rows, columns, math.ceil(rows / parts), schedule)


def is_single(x: nn.Tensor) -> bool:
    """Whether x [1, n, hidden] is known to be one token, as in decode."""
    return isinstance(x.shape[1], int) and x.shape[1] == 1


def _matmul(
    x: nn.Tensor,
    matrix: QuantizedMatrix,
    out_dtype: str,
    schedule: Schedule,
    norm: RMSNorm | None = None,
    residual: nn.Tensor | None = None,
    gated: bool = False,
) -> nn.Tensor:
    """x [1, n, columns] -> [1, n, rows], summed in float32; gated, which needs n = 1, [1, 1, rows / 2]."""
    rows, columns = matrix.rows, matrix.columns
    n = x.shape[1]
    x, norm = _normalize(x, norm, schedule)
    weights = [x, matrix.q_weight, matrix.q_scale]
    after = x if residual is None else residual
    if is_single(x):
        name = f"q4g32_decode_{rows}x{columns}"
        kernel = matmul_decode_kernel(
            rows,
            columns,
            x.dtype,
            out_dtype,
            norm_eps=None if norm is None else norm.eps,
            gated=gated,
            has_residual=residual is not None,
            schedule=schedule,
        )
        args = [*weights, x if norm is None else norm.weight, after]
    else:
        name = f"q4g32_prefill_{rows}x{columns}"
        kernel = matmul_prefill_kernel(
            rows, columns, x.dtype, out_dtype, has_residual=residual is not None, schedule=schedule
        )
        args = [*weights, after]
    out = nn.Tensor.placeholder((1, n, rows // 2 if gated else rows), out_dtype)
    return nn.tensor_ir_op(kernel, name, args=args, out=out)


def _normalize(x: nn.Tensor, norm: RMSNorm | None, schedule: Schedule) -> tuple[nn.Tensor, RMSNorm | None]:
    """x normalized, or x and the norm where the multiplication that follows takes it in."""
    if norm is None or (is_single(x) and takes_norm(schedule)):
        return x, norm
    return norm(x), None


def _look_up(parts: list[QuantizedMatrix], part_rows: int, ids: nn.Tensor, dtype: str) -> nn.Tensor:
    """The rows of ids int32 [n] in a matrix that is kept in parts, [n, columns] in `dtype`."""
    columns, rows = parts[0].columns, [part.rows for part in parts]

    def look_up(ids: te.Tensor, *tensors: te.Tensor) -> te.Tensor:
        weights, scales = tensors[0::2], tensors[1::2]
        return te.compute(
            (ids.shape[0], columns),
            lambda i, k: _in_part(
                ids[i], part_rows, rows, lambda part, row: element(weights[part], scales[part], row, k).astype(dtype)
            ),
            name="embedding",
        )

    tensors = [tensor for part in parts for tensor in (part.q_weight, part.q_scale)]
    return nn.tensor_expr_op(look_up, "q4g32_embedding", [ids, *tensors])


def _in_part(
    row: tirx.Expr, part_rows: int, rows: list[int], value: Callable[[int, tirx.Expr], tirx.Expr]
) -> tirx.Expr:
    """value(part, row in the part) for the part in which `row` is; parts have `rows` rows, the first ones `part_rows`.

    A GPU may compute the values of all parts and choose then, so none is asked for a row that it does not have.
    """
    found = value(0, tirx.min(row, rows[0] - 1) if len(rows) > 1 else row)
    for part in range(1, len(rows)):
        start = part * part_rows
        inside = tirx.max(tirx.min(row - start, rows[part] - 1), 0)
        found = tirx.if_then_else(row >= start, value(part, inside), found)
    return found
