"""Makes the test model's checkpoints: `python -m reference.make_tiny OUTDIR [--seed N]`, run from model-config/.

OUTDIR/hf/          config.json (transformers 5 spelling), tokenizer.json, one safetensors file, F16
OUTDIR/hf-pytorch/  the same in one pytorch_model.bin, F16
OUTDIR/hf-sharded/  config.json (older spelling), tokenizer.json, two safetensors shards and their index, BF16
OUTDIR/tiny.gguf    the numbers of hf/: F16 matrices, F32 norms, tokenizer in the metadata
OUTDIR/gguf-split/  tiny.gguf in three parts
The shape is variants/tiny.json's. The same seed gives the same bytes. A seed whose answers would make a poor test (one
token over and over, or near ties) is refused.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, TokenType

from .card import card_config
from .checkpoint import LlamaConfig, read_checkpoint
from .gguf_names import interleave_rotary, to_gguf_name
from .greedy import greedy
from .llama import Llama
from .safetensors_file import write_safetensors
from .tiny_tokenizer import MERGES, SPECIALS, tiny_tokenizer, tokens
from .tiny_weights import tiny_weights
from .torch_file import write_torch

CARD = Path(__file__).parents[1] / "variants" / "tiny.json"
BOS_ID, EOS_ID, UNK_ID = SPECIALS.index("<s>"), SPECIALS.index("</s>"), SPECIALS.index("<unk>")

DEFAULT_SEED = 58
CHECK_TEXT = "Admitted with chest pain and shortness of breath. Started on metoprolol 25 mg twice daily; troponin fell."
CHECK_TOKENS = 64
LEAST_DISTINCT = 24
LEAST_GAP = 5e-3  # logits


def main() -> None:
    """The command line described above; prints what the check found, one line a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    args = parser.parse_args()
    card = json.loads(CARD.read_text())
    config = card_config(card)
    weights = tiny_weights(config, args.seed)
    common = hf_config(config, card["contextTokens"])

    single = args.outdir / "hf"
    modern = {"head_dim": config.head_dim, "dtype": "float16"}
    modern["rope_parameters"] = {"rope_theta": config.theta, "rope_type": "default"}
    write_hf_files(single, common | modern)
    write_safetensors(single / "model.safetensors", weights, "F16")

    pickled = args.outdir / "hf-pytorch"
    write_hf_files(pickled, common | modern)
    write_torch(pickled / "pytorch_model.bin", weights, "F16")

    sharded = args.outdir / "hf-sharded"
    write_hf_files(sharded, common | {"rope_theta": config.theta, "rope_scaling": None, "torch_dtype": "bfloat16"})
    write_shards(sharded, weights)

    write_gguf(args.outdir / "tiny.gguf", weights, config, card["contextTokens"])
    parts = args.outdir / "gguf-split"
    parts.mkdir(exist_ok=True)
    write_gguf(parts / "tiny.gguf", weights, config, card["contextTokens"], part_tensors=8)
    for folder in (single, sharded):
        check(folder, args.seed)


def hf_config(config: LlamaConfig, context: int) -> dict:
    """config.json less what the transformers versions spell differently."""
    return {
        "architectures": ["LlamaForCausalLM"],
        "attention_bias": False,
        "bos_token_id": BOS_ID,
        "eos_token_id": EOS_ID,
        "hidden_act": "silu",
        "hidden_size": config.hidden,
        "intermediate_size": config.ffn,
        "max_position_embeddings": context,
        "mlp_bias": False,
        "model_type": "llama",
        "num_attention_heads": config.heads,
        "num_hidden_layers": config.layers,
        "num_key_value_heads": config.kv_heads,
        "rms_norm_eps": config.eps,
        "tie_word_embeddings": config.tied,
        "vocab_size": config.vocab,
    }


def write_hf_files(folder: Path, config: dict) -> None:
    """A Hugging Face folder's small files."""
    folder.mkdir(parents=True, exist_ok=True)
    ends = {"bos_token_id": BOS_ID, "eos_token_id": EOS_ID}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    (folder / "generation_config.json").write_text(json.dumps(ends, indent=2) + "\n")
    tiny_tokenizer().save(str(folder / "tokenizer.json"))


def write_shards(folder: Path, weights: dict[str, np.ndarray]) -> None:
    """Two BF16 shards of about equal bytes, and the index."""
    names = list(weights)
    ends = np.cumsum([weights[name].size for name in names])
    cut = int(np.searchsorted(ends, ends[-1] / 2))
    weight_map, total_bytes = {}, 0
    for number, part in enumerate((names[:cut], names[cut:]), start=1):
        file = f"model-{number:05}-of-00002.safetensors"
        total_bytes += write_safetensors(folder / file, {name: weights[name] for name in part}, "BF16")
        weight_map |= dict.fromkeys(part, file)
    index = {"metadata": {"total_size": total_bytes}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


def write_gguf(
    path: Path, weights: dict[str, np.ndarray], config: LlamaConfig, context: int, part_tensors: int = 0
) -> None:
    """The file llama.cpp's converter would make of hf/, split after every `part_tensors` tensors unless that is 0."""
    writer = GGUFWriter(path, "llama", split_max_tensors=part_tensors)
    writer.add_name("Tiny test Llama")
    writer.add_file_type(LlamaFileType.MOSTLY_F16)
    writer.add_vocab_size(config.vocab)
    writer.add_context_length(context)
    writer.add_embedding_length(config.hidden)
    writer.add_block_count(config.layers)
    writer.add_feed_forward_length(config.ffn)
    writer.add_head_count(config.heads)
    writer.add_head_count_kv(config.kv_heads)
    writer.add_rope_dimension_count(config.head_dim)
    writer.add_rope_freq_base(config.theta)
    writer.add_layer_norm_rms_eps(config.eps)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens())
    special = len(SPECIALS)
    writer.add_token_types([TokenType.CONTROL] * special + [TokenType.NORMAL] * (config.vocab - special))
    writer.add_token_merges([" ".join(merge) for merge in MERGES])
    writer.add_bos_token_id(BOS_ID)
    writer.add_eos_token_id(EOS_ID)
    writer.add_unk_token_id(UNK_ID)
    writer.add_add_bos_token(True)
    for name, values in weights.items():
        if name.endswith("q_proj.weight"):
            values = interleave_rotary(values, config.heads)
        elif name.endswith("k_proj.weight"):
            values = interleave_rotary(values, config.kv_heads)
        if values.ndim == 2:
            writer.add_tensor(to_gguf_name(name), values.astype(np.float16), raw_dtype=GGMLQuantizationType.F16)
        else:
            writer.add_tensor(to_gguf_name(name), values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def check(folder: Path, seed: int) -> None:
    """Refuses weights whose greedy answer makes a poor test."""
    prompt = [BOS_ID, *tiny_tokenizer().encode(CHECK_TEXT).ids]
    answer = greedy(Llama(read_checkpoint(folder)), prompt, CHECK_TOKENS, set())
    distinct, gap = len(set(answer["tokens"])), min(answer["gaps"])
    report = f"{folder.name}: {len(prompt)} prompt tokens, {distinct} distinct of {CHECK_TOKENS}, least gap {gap:.4f}"
    if distinct < LEAST_DISTINCT or gap < LEAST_GAP:
        raise SystemExit(f"seed {seed} makes a poor test model ({report}); choose another")
    print(report, file=sys.stderr)


if __name__ == "__main__":
    main()
