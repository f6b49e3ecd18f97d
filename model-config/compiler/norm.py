"""The norm before each matrix multiplication, which the multiplication may take in."""

from tvm.relax.frontend import nn

from .kernels.norm import rms_norm_kernel
from .kernels.schedule import Schedule


class RMSNorm(nn.Module):
    """x / sqrt(mean(x^2) + eps) * weight, computed in float32; the weight is float32 in every build."""

    def __init__(self, size: int, eps: float, schedule: Schedule):
        super().__init__()
        self.eps = eps
        self.schedule = schedule
        self.weight = nn.Parameter((size,), "float32")

    def forward(self, x: nn.Tensor) -> nn.Tensor:
        """x [1, n, size] -> the same shape and dtype."""
        kernel = rms_norm_kernel(x.shape[2], self.eps, x.dtype, self.schedule)
        out = nn.Tensor.placeholder(x.shape, x.dtype)
        return nn.tensor_ir_op(kernel, "rms_norm", args=[x, self.weight], out=out)
