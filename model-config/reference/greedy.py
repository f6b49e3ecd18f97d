"""Greedy decoding by the reference: `python -m reference.greedy --checkpoint PATH --new 64`, run from model-config/.

Reads {"prompts": [[ids], ...], "stop": [ids]} on stdin and prints
{"results": [{"tokens": [ids], "gaps": [floats], "top2": [ids], "stopped": null or {"token", "gap", "top2"}}, ...]}.
`gaps` is best minus second-best logit and `top2` the second-best id, one a token. A stop id ends the answer and is not
among the tokens but under `stopped`; with no stop ids every answer has --new tokens. Of equal logits the lower id wins.

With "forced": [[ids], ...] beside "prompts" nothing is generated. Each result is then
{"argmax": [ids], "gaps": [floats], "top2": [ids], "ranks": [ints], "compareGaps": [floats]}, one entry a forced
position given the prompt and the forced ids before it. The last two are about the id that "compare": [[ids], ...] has
for the position, or about the forced id when there is no "compare": `ranks` is how many ids beat it, `compareGaps` the
best logit minus its own (0: no id beats it).

With --activations q8_0 the forward rounds as llama.cpp's CPU backend does, and --jitter SEED samples what float32 makes
of that; see Llama.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import get_args

import numpy as np

from .any_model import read_model
from .llama import Activations, Llama


def best_two(logits: np.ndarray) -> tuple[int, float, int]:
    """logits [vocab] -> best id, its lead over the second best, second-best id."""
    first = int(np.argmax(logits))
    rest = logits.copy()
    rest[first] = -np.inf
    second = int(np.argmax(rest))
    return first, float(logits[first] - logits[second]), second


def greedy(model: Llama, prompt: list[int], new: int, stop: set[int]) -> dict:
    """One prompt's entry of "results"."""
    result = {"tokens": [], "gaps": [], "top2": [], "stopped": None}
    model.reset()
    tokens = prompt
    while len(result["tokens"]) < new:
        token, gap, second = best_two(model.forward(tokens)[0])
        if token in stop:
            result["stopped"] = {"token": token, "gap": gap, "top2": second}
            break
        result["tokens"].append(token)
        result["gaps"].append(gap)
        result["top2"].append(second)
        tokens = [token]
    return result


def force(model: Llama, prompt: list[int], forced: list[int], compare: list[int]) -> dict:
    """One prompt's entry of "results" when its continuation is given; compare: one id a forced position."""
    result = {"argmax": [], "gaps": [], "top2": [], "ranks": [], "compareGaps": []}
    model.reset()
    if not forced:
        return result
    logits = model.forward(prompt + forced[:-1], last=len(forced))
    for row, token in zip(logits, compare, strict=True):
        first, gap, second = best_two(row)
        result["argmax"].append(first)
        result["gaps"].append(gap)
        result["top2"].append(second)
        result["ranks"].append(int(np.sum(row > row[token])))
        result["compareGaps"].append(float(row[first] - row[token]))
    return result


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="Hugging Face folder, GGUF file or our own")
    parser.add_argument("--new", type=int, default=64, help="tokens to generate a prompt")
    parser.add_argument("--no-requantize", action="store_true", help="compute on the weights as stored, not on q4g32")
    parser.add_argument("--activations", choices=get_args(Activations), default="exact")
    parser.add_argument("--jitter", type=int, metavar="SEED", help="seed of random errors of float32's size")
    args = parser.parse_args()
    request = json.load(sys.stdin)
    if not all(request["prompts"]):
        raise SystemExit("a prompt needs at least one token")
    checkpoint, is_quantized = read_model(args.checkpoint)
    requantize = not (is_quantized or args.no_requantize)
    model = Llama(checkpoint, requantize, args.activations, args.jitter)
    if "forced" in request:
        forced = request["forced"]
        compare = request.get("compare", forced)
        results = [force(model, *case) for case in zip(request["prompts"], forced, compare, strict=True)]
    else:
        stop = set(request.get("stop", []))
        results = [greedy(model, prompt, args.new, stop) for prompt in request["prompts"]]
    json.dump({"results": results}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
