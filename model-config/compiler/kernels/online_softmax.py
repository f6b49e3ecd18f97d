"""What the attention kernels share.

Softmax is computed on line, in base 2. All kernels also give the base-2 logarithm of the sum of exponentials, by which
the attention over the past and over the chunk are merged. Queries and keys come rotated, so that the arguments that
concern rotary embeddings go unused; so do the index pointers, as web-llm keeps one sequence. They are bound to names
with an underscore, since a kernel must say what its arguments are.
"""

import math

LOG2_E = math.log2(math.e)
# Below every score, and far enough from the limits of float32 for differences to stay finite.
LOWEST_SCORE = -5e4
