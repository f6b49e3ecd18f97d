"""Greedy tokens of a model as large as a real one: `python -m reference.full_size CARD OUTDIR`, run from model-config/.

OUTDIR gets random weights for the card as MLC's shards, made anew only where the card or this code has changed; a model
of 7B takes 3.8 GB. Reads {"prompt": [ids], "new": count} on stdin and prints {"tokens": [ids], "gaps": [floats],
"logits": [[floats], ...]}, an entry a new token: the id, its lead over the second best, all logits it was chosen from.
What was printed last is kept for the next time that the same is asked.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

from . import greedy, llama, random_shards, shard_layout, shard_weights
from .card import card_config
from .checkpoint import Checkpoint, LlamaConfig
from .greedy import best_two
from .llama import Llama
from .random_shards import write_random_shards
from .shard_weights import ShardWeights

SEED = 1


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("card", type=Path)
    parser.add_argument("outdir", type=Path)
    args = parser.parse_args()
    request = json.load(sys.stdin)
    config = card_config(json.loads(args.card.read_text()))

    shards_key = key_of([config, SEED], random_shards, shard_layout)
    shards_stamp = args.outdir / "shards.key"
    if read(shards_stamp) != shards_key:
        write_random_shards(config, SEED, args.outdir)
        write(shards_stamp, shards_key)

    answer_key = key_of([shards_key, request], shard_weights, llama, greedy, sys.modules[__name__])
    answer_file = args.outdir / "answer.json"
    kept = read(answer_file)
    if kept is None or json.loads(kept)["key"] != answer_key:
        kept = json.dumps({"key": answer_key} | answer(config, args.outdir, **request))
        write(answer_file, kept)
    print(kept)


def answer(config: LlamaConfig, folder: Path, prompt: list[int], new: int) -> dict:
    """What is printed, for the shards in the folder."""
    model = Llama(Checkpoint(config, {}), requantize=False)
    model.weights = ShardWeights(folder, config)  # 27 GB of float32, of which one matrix at a time is in memory
    result = {"tokens": [], "gaps": [], "logits": []}
    ids = prompt
    for _ in range(new):
        logits = model.forward(ids)[0]
        token, gap, _second = best_two(logits)
        result["tokens"].append(token)
        result["gaps"].append(gap)
        result["logits"].append(logits.tolist())
        ids = [token]
    return result


def key_of(values: object, *modules) -> str:
    """A hash of the values and of the modules' sources."""
    sources = [Path(module.__file__).read_text() for module in modules]
    return hashlib.sha256(repr([values, sources]).encode()).hexdigest()


def read(path: Path) -> str | None:
    """A file's text; None where there is no file."""
    return path.read_text() if path.exists() else None


def write(path: Path, text: str) -> None:
    """Writes a file all at once, so that a run which is cut off leaves none in part."""
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)


if __name__ == "__main__":
    main()
