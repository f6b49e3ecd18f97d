"""Builds one model library: `python -m compiler.build --variant tiny --build f32 --out DIR`, from model-config/."""

import argparse
import json
import tempfile
from pathlib import Path

import tvm
from tvm import relax

from . import wasm_link
from .card import BUILD_DTYPES, VARIANTS_DIR, Card, load_card
from .device_limits import library_needs
from .llama import LlamaForCausalLM
from .metadata import library_metadata
from .pipeline import TIR_PIPELINE, compile_passes
from .sampling import add_sampling_functions

TARGET = {"kind": "webgpu", "host": {"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"}}


def build_module(card: Card, build: str) -> tuple[relax.VMExecutable, dict]:
    """Compiles a card's model; returns the executable and the `_metadata` that it carries."""
    target = tvm.target.Target(TARGET)
    with target:
        model = LlamaForCausalLM(card.shape, BUILD_DTYPES[build], target)
        module, parameters = model.export_tvm(model.export_spec())
        metadata = library_metadata(card, parameters)
        module = add_sampling_functions(module, card.shape.vocab_size)
        module = add_metadata_function(module, metadata)
        bounds = {"seq_len": card.prefill_chunk_tokens, "total_seq_len": card.context_tokens}
        module = compile_passes(bounds)(module)
        executable = relax.build(module, target, relax_pipeline=None, tir_pipeline=TIR_PIPELINE, system_lib=True)
        return executable, metadata


def add_metadata_function(module: tvm.IRModule, metadata: dict) -> tvm.IRModule:
    """`module` with a function `_metadata` that returns the metadata as JSON."""
    builder = relax.BlockBuilder(module)
    with builder.function("_metadata", params=[]):
        builder.emit_func_output(tvm.ir.StringImm(json.dumps(metadata, separators=(",", ":"))))
    return builder.finalize()


def build_library(card: Card, build: str, output: Path) -> dict:
    """Writes `output` (.wasm) and returns what a device must offer to run it."""
    executable, metadata = build_module(card, build)
    with tempfile.TemporaryDirectory() as scratch:

        def link(_output: str, objects: list[str], **_options: object) -> None:
            wasm_link.link(objects, output)

        link.object_format = "o"
        executable.export_library(str(output), fcompile=link, workspace_dir=scratch)
    return library_needs(card, build, executable, metadata)


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds one model library.")
    parser.add_argument("--variant", required=True, help="a card's name, as in NAME.json")
    parser.add_argument("--cards", type=Path, default=VARIANTS_DIR, help="folder of the cards; default: variants")
    parser.add_argument("--build", required=True, choices=sorted(BUILD_DTYPES))
    parser.add_argument("--out", required=True, type=Path, help="folder for VARIANT-BUILD.wasm and VARIANT-BUILD.json")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    stem = f"{arguments.variant}-{arguments.build}"
    card = load_card(arguments.variant, arguments.cards)
    needs = build_library(card, arguments.build, arguments.out.resolve() / f"{stem}.wasm")
    (arguments.out / f"{stem}.json").write_text(json.dumps(needs, indent=2) + "\n")


if __name__ == "__main__":
    main()
