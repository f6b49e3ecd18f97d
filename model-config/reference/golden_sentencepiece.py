"""A small SentencePiece model in the manner of Llama's, and the ids that sentencepiece's own code finds in texts."""

import base64
import io
import json
from itertools import cycle
from pathlib import Path

import sentencepiece

NOTES = Path(__file__).parents[2] / "public" / "notes"
NAMES = ("copd-exacerbation", "heart-failure", "hip-fracture", "pediatric-asthma", "sepsis-diabetes", "stroke")
WIDTHS = (7, 23, 41, 61, 89)  # of the pieces that the notes are cut into: primes, so that few cuts fall on a line's end

SPACES = [*(" " * count for count in range(1, 18)), "a  b", " a", "a ", "  a  ", "a    b        c", "\t a", "a\t\tb"]
LINES = ["", "\n", "\n\n", "\n\n\n a", " \n ", "a\n", "\r\n", "a\r\nb\rc", "\t", "\x0b\x0c", "a\u0085b\u2028c\u2029d"]
CONTROL_TOKENS = ["<s>", "</s>", "<unk>", "<pad>", "<s></s><s>", "a</s>b", " <s> a", "\n</s>\n", "x </s", "<S>"]
LOOK_ALIKES = ["<0x0A>", "<0xE2><0x96><0x81>", "<0x>", "<|im_end|>", "[INST] a", "\u2581", "\u2581\u2581a\u2581"]
ACCENTS = ["na\u00efve", "nai\u0308ve", "37,5\u00a0\u00b0C", "\u00bd", "\ufb01", "\uff21", "\u03bcg \u00b5g", "\u0301"]
ASIAN = ["\u60a3\u8005\u306f\u767a\u71b1", "\u75c5\u4eba \u767c\u71d2", "\ud658\uc790", "\u0e1b\u0e27\u0e14"]
OTHERS = ["\u0431\u043e\u043b\u044c", "\u05db", "\u0661\u0662", "\u200b", "\ufeffa", "\ufffd", "\ue000", "\0a"]
EMOJI = ["\U0001f642", "\U0001f469\u200d\u2695\ufe0f", "BP\U0001f3e5\U0001f3e5.", "\U0001f1e9\U0001f1ea", "\U0001d518"]
RUNS = ["0123456789", "120/80", "1e-05", "00000000", "aaaaaaa", "abababab", "......", "-----", "=== ===", "a" * 100]
TEXTS = [*SPACES, *LINES, *CONTROL_TOKENS, *LOOK_ALIKES, *ACCENTS, *ASIAN, *OTHERS, *EMOJI, *RUNS]


def sentencepiece_text() -> str:
    """sentence-piece.json: {"model": base64 of a tokenizer.model, "cases": [{text, ids}]}; ids begin with `<s>`."""
    notes = [(NOTES / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES]
    model = _train([line for note in notes for line in note.splitlines() if line])
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    texts = [*TEXTS, *(piece for note in notes for piece in _cut(note))]
    cases = [json.dumps({"text": text, "ids": processor.encode(text, add_bos=True)}) for text in texts]
    return f'{{"model":"{base64.b64encode(model).decode()}",\n"cases":[\n' + ",\n".join(cases) + "\n]}\n"


def _train(lines: list[str]) -> bytes:
    """A ModelProto with Llama's settings. Every third line comes indented as well: runs of spaces become pieces."""
    indented = [" " * (2 + i % 7) + line for i, line in enumerate(lines[::3])]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines + indented),
        model_writer=model,
        model_type="bpe",
        vocab_size=700,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        allow_whitespace_only_pieces=True,
        split_digits=True,
        byte_fallback=True,
        num_threads=1,
        minloglevel=2,
    )
    return model.getvalue()


def _cut(note: str) -> list[str]:
    """All of a note, in pieces."""
    pieces, widths = [], cycle(WIDTHS)
    while note:
        width = next(widths)
        pieces.append(note[:width])
        note = note[width:]
    return pieces
