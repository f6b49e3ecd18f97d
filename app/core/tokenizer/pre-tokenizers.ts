/** How GPT-2 cuts text into words (openai/gpt-2 encoder.py). */
export const GPT2_PATTERN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** How Llama 3 does (meta-llama/llama3 tokenizer.py). */
export const LLAMA3_PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*" +
  "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** A `pre_tokenizer` that cuts at every match of a pattern and keeps both matches and the rest. */
export function splitOn(pattern: string): object {
  return { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false };
}

/** A `pre_tokenizer` that only spells each piece as bytes. */
export const SPELL_BYTES = {
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: false,
} as const;

/** A `pre_tokenizer` that cuts as GPT-2 does and spells each piece as bytes. */
export const GPT2_WORDS = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true } as const;
