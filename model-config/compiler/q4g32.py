"""The quantization format q4g32: how its weights are stored, and the layers that compute with them.

A matrix [out, in] is kept in groups of 32 along `in`. Element 8 * i + j of a row is bits 4 * j .. 4 * j + 3 of word i
of `q_weight` (uint32 [out, in / 8]); the scale of group 2 * i is the low, of group 2 * i + 1 the high half of word i of
`q_scale` (uint32 [out, in / 64]), an IEEE half that may be negative. An element is (nibble - 8) * scale.
"""

from tvm import te, tirx
from tvm.relax.frontend import nn

from .half import half_to_float
from .q4g32_kernels import matmul

ELEMENTS_PER_WORD = 8
GROUP_SIZE = 32


def element(q_weight: te.Tensor, q_scale: te.Tensor, row: tirx.Expr, column: tirx.Expr) -> tirx.Expr:
    """Element [row, column] of a quantized matrix, float32."""
    nibble_shift = ((column % ELEMENTS_PER_WORD) * 4).astype("uint32")
    nibble = (q_weight[row, column // ELEMENTS_PER_WORD] >> nibble_shift) & tirx.const(15, "uint32")
    half_shift = ((column // GROUP_SIZE % 2) * 16).astype("uint32")
    half = (q_scale[row, column // (2 * GROUP_SIZE)] >> half_shift) & tirx.const(0xFFFF, "uint32")
    return (nibble.astype("float32") - tirx.const(8.0, "float32")) * half_to_float(half)


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

    def forward(self, x: nn.Tensor, out_dtype: str | None = None, residual: nn.Tensor | None = None) -> nn.Tensor:
        """x [1, n, in] -> [1, n, out] in `out_dtype` (default: x's), plus `residual` [1, n, out] where given."""
        return matmul(x, self.q_weight, self.q_scale, out_dtype or x.dtype, residual)


class QuantizedEmbedding(QuantizedMatrix):
    """An embedding table [vocabulary, hidden]."""

    def forward(self, ids: nn.Tensor, dtype: str) -> nn.Tensor:
        """ids int32 [n] -> [n, hidden] in `dtype`."""

        def look_up(q_weight: te.Tensor, q_scale: te.Tensor, ids: te.Tensor) -> te.Tensor:
            return te.compute(
                (ids.shape[0], self.columns),
                lambda i, k: element(q_weight, q_scale, ids[i], k).astype(dtype),
                name="embedding",
            )

        return nn.tensor_expr_op(look_up, "q4g32_embedding", [self.q_weight, self.q_scale, ids])

    def as_linear(self, x: nn.Tensor, out_dtype: str) -> nn.Tensor:
        """The same matrix as an output projection: x [1, n, hidden] -> [1, n, vocabulary]."""
        return matmul(x, self.q_weight, self.q_scale, out_dtype, None)
