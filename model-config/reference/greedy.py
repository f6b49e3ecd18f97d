"""Greedy decoding by the reference: `python -m reference.greedy --checkpoint PATH --new 64`, run from model-config/.

Reads {"prompts": [[ids], ...], "stop": [ids]} on stdin and prints
{"results": [{"tokens": [ids], "gaps": [floats], "top2": [ids], "stopped": null or {"token", "gap", "top2"}}, ...]}.
`gaps` is best minus second-best logit and `top2` the second-best id, one a token. A stop id ends the answer and is not
among the tokens but under `stopped`; with no stop ids every answer has --new tokens. Of equal logits the lower id wins.

With "forced": [[ids], ...] beside "prompts" nothing is generated. Each result is then
{"argmax": [ids], "gaps": [floats], "top2": [ids], "ranks": [ints], "deficits": [floats]}, one entry a forced position
given the prompt and the forced ids before it: `ranks` is how many ids beat the forced one (0: it is the argmax),
`deficits` the best logit minus the forced id's.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from .checkpoint import read_checkpoint
from .llama import Llama


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


def force(model: Llama, prompt: list[int], forced: list[int]) -> dict:
    """One prompt's entry of "results" when its continuation is given."""
    result = {"argmax": [], "gaps": [], "top2": [], "ranks": [], "deficits": []}
    model.reset()
    if not forced:
        return result
    logits = model.forward(prompt + forced[:-1], last=len(forced))
    for row, token in zip(logits, forced, strict=True):
        first, gap, second = best_two(row)
        result["argmax"].append(first)
        result["gaps"].append(gap)
        result["top2"].append(second)
        result["ranks"].append(int(np.sum(row > row[token])))
        result["deficits"].append(float(row[first] - row[token]))
    return result


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True, help="Hugging Face folder or GGUF file")
    parser.add_argument("--new", type=int, default=64, help="tokens to generate a prompt")
    parser.add_argument("--no-requantize", action="store_true", help="compute on the weights as stored, not on q4g32")
    args = parser.parse_args()
    request = json.load(sys.stdin)
    if not all(request["prompts"]):
        raise SystemExit("a prompt needs at least one token")
    model = Llama(read_checkpoint(args.checkpoint), requantize=not args.no_requantize)
    if "forced" in request:
        results = [force(model, *pair) for pair in zip(request["prompts"], request["forced"], strict=True)]
    else:
        stop = set(request.get("stop", []))
        results = [greedy(model, prompt, args.new, stop) for prompt in request["prompts"]]
    json.dump({"results": results}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
