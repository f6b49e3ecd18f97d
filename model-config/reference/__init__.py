"""Independent reference: what the app's numbers, tokens and answers are checked against. numpy, gguf, tokenizers."""

import os

# Set before numpy loads. OpenBLAS's threads spin while they wait, which costs more than they bring on cores that a
# browser under test is using; one thread also sums in the same order everywhere.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
