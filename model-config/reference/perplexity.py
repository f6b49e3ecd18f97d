"""Perplexity by the reference: `python -m reference.perplexity NAME=PATH ...`, run from model-config/.

A path is a checkpoint, which runs on its own weights, or a folder with a converted model. Reads {"texts": [[ids], ...]}
on stdin and prints {"tokens": COUNT, "models": {NAME: {"perplexity", "divergence", "divergenceError", "abovePrevious",
"abovePreviousError"}}}. Every id of a text but the first is predicted from those before it. divergence is the mean
Kullback-Leibler divergence, in nats, of the first model's predictions from this one's; abovePrevious how many nats a
token this one needs more than the one named before it. Each comes with the standard error of its mean over the tokens.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from .any_model import read_model
from .llama import Llama


def log_probabilities(model: Llama, ids: list[int]) -> np.ndarray:
    """Of every id of the vocabulary, after each id but the last; float64 [len(ids) - 1, vocab]."""
    model.reset()
    logits = model.forward(ids[:-1], last=len(ids) - 1)
    logits -= logits.max(axis=-1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


def measure(models: dict[str, Llama], texts: list[list[int]]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Nats of each predicted id, and divergences from the first model there; float64 [tokens] by the model's name."""
    nats, divergences = {name: [] for name in models}, {name: [] for name in models}
    for ids in texts:
        chosen = np.array(ids[1:])[:, None]
        first = None
        for name, model in models.items():
            found = log_probabilities(model, ids)
            first = found if first is None else first
            nats[name].append(-np.take_along_axis(found, chosen, axis=-1)[:, 0])
            divergences[name].append((np.exp(first) * (first - found)).sum(axis=-1))
    return ({name: np.concatenate(parts) for name, parts in each.items()} for each in (nats, divergences))


def standard_error(values: np.ndarray) -> float:
    """Of the mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", metavar="NAME=PATH")
    paths = dict(model.split("=", 1) for model in parser.parse_args().models)
    models = {name: Llama(read_model(Path(path))[0], requantize=False) for name, path in paths.items()}
    nats, divergences = measure(models, json.load(sys.stdin)["texts"])
    results, previous = {}, next(iter(nats.values()))
    for name, each in nats.items():
        results[name] = {
            "perplexity": float(np.exp(each.mean())),
            "divergence": float(divergences[name].mean()),
            "divergenceError": standard_error(divergences[name]),
            "abovePrevious": float((each - previous).mean()),
            "abovePreviousError": standard_error(each - previous),
        }
        previous = each
    json.dump({"tokens": len(previous), "models": results}, sys.stdout)


if __name__ == "__main__":
    main()
