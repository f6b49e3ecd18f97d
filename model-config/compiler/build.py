"""Builds one model library: `python -m compiler.build --variant tiny --build f32 --out DIR`, from model-config/."""

import argparse
import json
import tempfile
from pathlib import Path

import tvm
from tvm import relax

from . import wasm_link
from .card import BUILDS, VARIANTS_DIR, Card, load_card
from .device_limits import library_needs
from .llama import LlamaForCausalLM
from .metadata import library_metadata
from .pipeline import TIR_PIPELINE, compile_passes
from .sampling import add_sampling_functions

HOST = {"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"}


def build_module(card: Card, build: str) -> tuple[relax.VMExecutable, dict]:
    """Compiles a card's model; returns the executable and the `_metadata` that it carries."""
    target = webgpu_target(subgroups="subgroups" in BUILDS[build].features)
    with target:
        model = LlamaForCausalLM(card.shape, BUILDS[build])
        module, parameters = model.export_tvm(model.export_spec())
        metadata = library_metadata(card, parameters)
        module = add_sampling_functions(module, card.shape.vocab_size)
        module = add_metadata_function(module, metadata)
        module = compile_passes(card)(module)
        executable = relax.build(module, target, relax_pipeline=None, tir_pipeline=TIR_PIPELINE, system_lib=True)
        return executable, metadata


def webgpu_target(*, subgroups: bool = False) -> tvm.target.Target:
    """WebGPU, with the feature "subgroups" or without, and WebAssembly beside it."""
    return tvm.target.Target({"kind": "webgpu", "supports_subgroups": subgroups, "host": HOST})


def add_metadata_function(module: tvm.IRModule, metadata: dict) -> tvm.IRModule:
    """`module` with a function `_metadata` that returns the metadata as JSON."""
    builder = relax.BlockBuilder(module)
    with builder.function("_metadata", params=[]):
        builder.emit_func_output(tvm.ir.StringImm(json.dumps(metadata, separators=(",", ":"))))
    return builder.finalize()


def build_library(card: Card, build: str, output: Path) -> dict:
    """Writes `output` (.wasm) and returns what a device must offer to run it."""
    executable, metadata = build_module(card, build)
    write_library(executable, output)
    return library_needs(card, build, executable, metadata)


def write_library(executable: relax.VMExecutable, output: Path) -> None:
    """Links a compiled model with the runtime into `output` (.wasm)."""
    with tempfile.TemporaryDirectory() as scratch:

        def link(_output: str, objects: list[str], **_options: object) -> None:
            wasm_link.link(objects, output)

        link.object_format = "o"
        executable.export_library(str(output), fcompile=link, workspace_dir=scratch)


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds one model library.")
    parser.add_argument("--variant", required=True, help="a card's name, as in NAME.json")
    parser.add_argument("--cards", type=Path, default=VARIANTS_DIR, help="folder of the cards; default: variants")
    parser.add_argument("--build", required=True, choices=sorted(BUILDS))
    parser.add_argument("--out", required=True, type=Path, help="folder for VARIANT-BUILD.wasm and VARIANT-BUILD.json")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    stem = f"{arguments.variant}-{arguments.build}"
    card = load_card(arguments.variant, arguments.cards)
    needs = build_library(card, arguments.build, arguments.out.resolve() / f"{stem}.wasm")
    (arguments.out / f"{stem}.json").write_text(json.dumps(needs, indent=2) + "\n")


if __name__ == "__main__":
    main()
