import { isJsonObject } from "../checkpoint/strict-json";
import { GPT2_PATTERN, splitOn } from "./pre-tokenizers";

/**
 * Rewrites a `pre_tokenizer` so that @huggingface/tokenizers cuts text as the Rust library does. Two of its own classes do
 * not: Digits knows ASCII digits only, and ByteLevel uses JavaScript's `\s`, which counts U+FEFF and not U+0085. Split
 * translates patterns faithfully, so both are written as Split.
 */
export function exactPreTokenizer(value: unknown): unknown {
  if (!isJsonObject(value)) return value ?? null;
  if (value.type === "Sequence" && Array.isArray(value.pretokenizers)) {
    return { ...value, pretokenizers: value.pretokenizers.map(exactPreTokenizer) };
  }
  if (value.type === "Digits") return splitOn(value.individual_digits === true ? "\\p{N}" : "\\p{N}+");
  if (value.type === "ByteLevel" && value.use_regex !== false && value.add_prefix_space !== true) {
    return { type: "Sequence", pretokenizers: [splitOn(GPT2_PATTERN), { ...value, use_regex: false }] };
  }
  return value;
}
