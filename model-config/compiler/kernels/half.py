"""IEEE half precision without the shader-f16 feature."""

from tvm import tirx


def half_bits(pair: tirx.Expr, index: tirx.Expr) -> tirx.Expr:
    """The bits of one of the two halves in a uint32: the low one where `index` is even."""
    return (pair >> (index % 2 * 16).astype("uint32")) & tirx.const(0xFFFF, "uint32")


def half_to_float(bits: tirx.Expr) -> tirx.Expr:
    """The float32 that the low 16 bits of a uint32 denote as an IEEE half; the other bits must be zero.

    The significand as an integer, times a power of two made from exponent and sign. This is exact for subnormal halves
    too, and nothing on the way is a float32 subnormal, which a driver may flush to zero (as it may in the shorter
    "shift by 13, times 2^112"). Infinities and NaNs, which do not occur in scales, come out as finite numbers.
    """

    def uint(value: int) -> tirx.Expr:
        return tirx.const(value, "uint32")

    exponent = (bits >> uint(10)) & uint(31)
    significand = (bits & uint(0x3FF)) + (tirx.min(exponent, uint(1)) << uint(10))
    # A half is significand * 2^(max(exponent, 1) - 25); 127 is the bias of a float32's exponent.
    power = ((tirx.max(exponent, uint(1)) + uint(127 - 25)) << uint(23)) | ((bits & uint(0x8000)) << uint(16))
    return significand.astype("float32") * tirx.reinterpret("float32", power)
