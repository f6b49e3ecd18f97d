"""Compiles what the bench compares a library with: `python -m bench.stock_library --variant V --build B --out DIR`.

To be run with model-config/ on Python's path. Writes DIR/V-B-stock.wasm. The weights are those of our libraries, and
the kernels are TVM's own: its default pipeline for GPUs with dlight's schedules, and its attention.
"""

import argparse
import hashlib
from pathlib import Path

from tvm import relax
from tvm.relax.backend.gpu_generic import get_default_pipeline

from compiler.build import add_metadata_function, webgpu_target, write_library
from compiler.card import BUILDS, VARIANTS_DIR, load_card
from compiler.kernels.attention_merge import merge_attention_kernel
from compiler.metadata import library_metadata
from compiler.pipeline import attach_bounds
from compiler.sampling import add_sampling_functions

from .stock_llama import StockLlamaForCausalLM

MODEL_CONFIG_DIR = Path(__file__).resolve().parent.parent


def build_stock_library(variant: str, build: str, output: Path) -> None:
    """Writes `output` (.wasm), of the dtype and for the features of one of our builds."""
    card = load_card(variant)
    dtype = BUILDS[build].dtype
    target = webgpu_target(subgroups="subgroups" in BUILDS[build].features)
    with target:
        model = StockLlamaForCausalLM(card.shape, dtype, target)
        module, parameters = model.export_tvm(model.export_spec())
        # The one attention kernel of ours: TVM's has a race (see merge_attention_kernel), and with it a second prefill
        # chunk attends wrongly to the first on SwiftShader.
        merge = merge_attention_kernel(card.shape.heads, card.shape.head_dim, dtype)
        module["tir_attention_merge_state"] = merge.with_attr("global_symbol", "tir_attention_merge_state")
        module = add_sampling_functions(module, card.shape.vocab_size)
        module = add_metadata_function(module, library_metadata(card, parameters))
        # So that memory is planned ahead, as in ours.
        module = attach_bounds(card)(module)
        pipeline = get_default_pipeline(target)
        executable = relax.build(module, target, relax_pipeline=pipeline, system_lib=True)
    write_library(executable, output)


def inputs_sha256(variant: str) -> str:
    """Changes with whatever a variant's libraries are compiled from."""
    paths = [VARIANTS_DIR / f"{variant}.json", MODEL_CONFIG_DIR / "requirements.txt"]
    paths += [*MODEL_CONFIG_DIR.glob("bench/*.py"), *MODEL_CONFIG_DIR.glob("compiler/**/*.py")]
    paths += [path for path in MODEL_CONFIG_DIR.glob("runtime/**/*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(MODEL_CONFIG_DIR)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description="Compiles a stock library of the bench, unless it is up to date.")
    parser.add_argument("--variant", required=True, help="a card's name, as in NAME.json")
    parser.add_argument("--build", required=True, choices=["f32", "f16", "f16-subgroups"])
    parser.add_argument("--out", required=True, type=Path, help="folder for VARIANT-BUILD-stock.wasm")
    arguments = parser.parse_args()
    output = arguments.out.resolve() / f"{arguments.variant}-{arguments.build}-stock.wasm"
    # Holds the hash of what the library was compiled from; written last.
    stamp = output.with_suffix(".inputs")
    inputs = inputs_sha256(arguments.variant)
    if output.exists() and stamp.exists() and stamp.read_text() == inputs:
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    build_stock_library(arguments.variant, arguments.build, output)
    stamp.write_text(inputs)


if __name__ == "__main__":
    main()
