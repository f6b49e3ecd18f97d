"""Tokens by Hugging Face's tokenizers: `python -m reference.tokenize --gguf PATH | --tokenizer-json PATH`, run from
model-config/.

Reads {"segments": [[{"token": "<|im_start|>"}, {"text": "..."}, ...], ...]} on stdin, one list of segments a prompt,
and prints {"ids": [[ids], ...]}. A token segment is that token's id. The texts between two token segments are joined
and encoded with no special token read in them: a literal `<|im_end|>` becomes ordinary pieces.
{"decode": [[ids], ...]} gives {"texts": [...]}, special tokens written out; with "skipSpecial": true they are left out.
"""

import argparse
import json
import sys
from itertools import groupby
from pathlib import Path

from gguf import GGUFReader, TokenType
from tokenizers import Tokenizer, decoders, models, pre_tokenizers


class Reference:
    """A tokenizer that knows special tokens by name only, never in text."""

    def __init__(self, plain: Tokenizer, special: dict[str, int]) -> None:
        """plain: no added tokens, no post-processing; special: token -> id."""
        self.plain, self.special = plain, special
        self.special_ids = {token_id: token for token, token_id in special.items()}

    @classmethod
    def from_gguf(cls, path: Path) -> "Reference":
        """Byte-level BPE from a GGUF's tokens and merges, split as its pre-tokenizer type says."""
        reader = GGUFReader(path)
        model, pre, tokens, types, merges = (
            reader.get_field("tokenizer.ggml." + key).contents()
            for key in ("model", "pre", "tokens", "token_type", "merges")
        )
        if (model, pre) != ("gpt2", "smollm"):
            raise SystemExit(f"tokenizer {model}/{pre} is not part of this reference")
        vocab = {token: token_id for token_id, token in enumerate(tokens)}
        plain = Tokenizer(models.BPE(vocab=vocab, merges=[tuple(merge.split(" ")) for merge in merges]))
        plain.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Digits(individual_digits=True),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
            ]
        )
        plain.decoder = decoders.ByteLevel()
        control = {token: vocab[token] for token, kind in zip(tokens, types, strict=True) if kind == TokenType.CONTROL}
        return cls(plain, control)

    @classmethod
    def from_json(cls, path: Path) -> "Reference":
        """A tokenizer.json less its added tokens and its post-processor."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        special = {entry["content"]: entry["id"] for entry in raw["added_tokens"]}
        return cls(Tokenizer.from_str(json.dumps(raw | {"added_tokens": [], "post_processor": None})), special)

    def token_id(self, token: str) -> int:
        """The id of a token given by name; KeyError when there is none."""
        found = self.special.get(token, self.plain.token_to_id(token))
        if found is None:
            raise KeyError(f"no token {token}")
        return found

    def encode(self, segments: list[dict]) -> list[int]:
        """Segments {"token"} or {"text"} -> ids."""
        ids = []
        for is_text, run in groupby(segments, lambda segment: "text" in segment):
            if is_text:
                text = "".join(segment["text"] for segment in run)
                ids += self.plain.encode(text, add_special_tokens=False).ids
            else:
                ids += [self.token_id(segment["token"]) for segment in run]
        return ids

    def decode(self, ids: list[int], skip_special: bool) -> str:
        """Ids -> text; bytes that are not UTF-8 become U+FFFD."""
        text = ""
        for is_special, run in groupby(ids, lambda token_id: token_id in self.special_ids):
            if not is_special:
                text += self.plain.decode(list(run), skip_special_tokens=False)
            elif not skip_special:
                text += "".join(self.special_ids[token_id] for token_id in run)
        return text


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--gguf", type=Path)
    source.add_argument("--tokenizer-json", type=Path)
    args = parser.parse_args()
    request = json.load(sys.stdin)
    reference = Reference.from_gguf(args.gguf) if args.gguf else Reference.from_json(args.tokenizer_json)
    answer = {}
    if "segments" in request:
        answer["ids"] = [reference.encode(segments) for segments in request["segments"]]
    if "decode" in request:
        skip = request.get("skipSpecial", False)
        answer["texts"] = [reference.decode(ids, skip) for ids in request["decode"]]
    json.dump(answer, sys.stdout)
    print()


if __name__ == "__main__":
    main()
