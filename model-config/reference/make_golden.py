"""Writes the golden files that the app's unit tests read: `python -m reference.make_golden`, run from model-config/.

app/core/quantize/golden/q4_0.json            {"cases": [{name, rows, cols, input, blocks, qWeight, qScale}]}
app/core/quantize/golden/q4_best.json         see golden_best.py
app/core/checkpoint/golden/gguf-types.json    {"cases": [{type, rows, cols, data, values}]}
app/core/checkpoint/golden/half.json          see golden_half.py
app/core/checkpoint/golden/archives.json      see golden_archives.py
app/core/checkpoint/golden/deflate.json       {"cases": [{name, size, crc32, stream}]}
app/core/check/golden/logits.json             {"cases": [{name, shape, tokens, logits}]}
app/core/checkpoint/golden/torch.json         {"cases": [{kind, protocol, file, tensors: [{name, dtype, shape, data}]}]}
app/core/tokenizer/golden/sentence-piece.json see golden_sentencepiece.py
"""

from pathlib import Path

from .golden_archives import archives_text, deflate_cases
from .golden_best import best_cases
from .golden_file import write_cases, write_text
from .golden_gguf import gguf_type_cases
from .golden_half import half_text
from .golden_logits import logits_cases
from .golden_q4 import q4_cases
from .golden_sentencepiece import sentencepiece_text
from .golden_torch import torch_cases

CORE = Path(__file__).parents[2] / "app" / "core"


def main() -> None:
    """Every file, always the same bytes."""
    write_cases(CORE / "quantize" / "golden" / "q4_0.json", "cases", q4_cases())
    write_cases(CORE / "quantize" / "golden" / "q4_best.json", "cases", best_cases())
    write_cases(CORE / "checkpoint" / "golden" / "gguf-types.json", "cases", gguf_type_cases())
    write_text(CORE / "checkpoint" / "golden" / "half.json", half_text())
    write_text(CORE / "checkpoint" / "golden" / "archives.json", archives_text())
    write_cases(CORE / "checkpoint" / "golden" / "deflate.json", "cases", deflate_cases())
    write_cases(CORE / "check" / "golden" / "logits.json", "cases", logits_cases())
    write_cases(CORE / "checkpoint" / "golden" / "torch.json", "cases", torch_cases())
    write_text(CORE / "tokenizer" / "golden" / "sentence-piece.json", sentencepiece_text())


if __name__ == "__main__":
    main()
