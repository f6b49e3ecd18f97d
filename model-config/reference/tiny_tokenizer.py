"""The test model's tokenizer: three special tokens, the 256 byte symbols in byte order, 61 merges of letter pairs."""

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

SPECIALS = ["<unk>", "<s>", "</s>"]
PAIRS = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve "
    "co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec no"
)
MERGES = [(pair[0], pair[1]) for pair in PAIRS.split()]


def byte_symbols() -> list[str]:
    """GPT-2's printable stand-in for each byte 0..255: the byte's own character, or one from U+0100 up."""
    own = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = iter(range(0x100, 0x200))
    return [chr(byte) if byte in own else chr(next(others)) for byte in range(256)]


def tokens() -> list[str]:
    """The 320 entries in id order: byte b is id 3 + b."""
    return [*SPECIALS, *byte_symbols(), *(left + right for left, right in MERGES)]


def readable_ids() -> set[int]:
    """Ids of printable ASCII: single characters from space to `~`, and every letter pair."""
    first_byte, first_merge = len(SPECIALS), len(SPECIALS) + 256
    return {*range(first_byte + 0x20, first_byte + 0x7F), *range(first_merge, first_merge + len(MERGES))}


def tiny_tokenizer() -> Tokenizer:
    """The tokenizer as Hugging Face's tokenizer.json would hold it."""
    vocab = {token: token_id for token_id, token in enumerate(tokens())}
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=MERGES))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIALS])
    return tokenizer
