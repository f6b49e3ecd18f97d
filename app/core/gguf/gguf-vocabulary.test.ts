import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { readGgufHeader } from "../checkpoint/gguf-header";
import type { GgufValue } from "../checkpoint/gguf-values";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyTokenizerJson, tinyVocabulary } from "../checkpoint/testing/tiny-vocabulary";
import type { PromptSegment, VariantCard } from "../models/variant-card";
import { ggufTokenizer } from "../tokenizer/gguf-tokenizer";
import { parseTokenizerJson } from "../tokenizer/check-tokenizer-json";
import { createTokenizer } from "../tokenizer/literal-tokenizer";
import { ggufVocabulary } from "./gguf-vocabulary";
import { writeGgufHead } from "./gguf-writer";

type Metadata = ReadonlyMap<string, GgufValue>;

const PREFIX = "tokenizer.ggml.";
const TEXTS = ["hello there", "  12 1212  abab\tc\n\n", "é🙂▁ </s> <0x41>", " ab", ""];

function cardWith(vocabSize: number, segments: PromptSegment[] = [{ token: "<s>" }, { content: true }]): VariantCard {
  return { ...cardOf({ ...SMALL_SHAPE, vocabSize }), prompt: { segments, stopTokens: ["</s>", "<s>"] } };
}

/** The vocabulary as it reads back from a file, without the common start of its keys. */
async function vocabularyOf(json: string, card: VariantCard): Promise<Record<string, GgufValue>> {
  const head = writeGgufHead(ggufVocabulary(card, parseTokenizerJson(json, "tokenizer.json")), []);
  const { metadata } = await readGgufHeader(arraySource(head), "a.gguf");
  return Object.fromEntries([...metadata].map(([key, value]) => [key.slice(PREFIX.length), value]));
}

/** The `tokenizer.json` that a file with this vocabulary is read as. */
function jsonOf(vocabulary: Readonly<Record<string, GgufValue>>): string {
  const metadata: Metadata = new Map(Object.entries(vocabulary).map(([key, value]) => [PREFIX + key, value]));
  const { tokens } = vocabulary;
  return ggufTokenizer(metadata, "a.gguf", Array.isArray(tokens) ? tokens.length : 0);
}

function expectSameIds(a: string, b: string): void {
  const [one, other] = [createTokenizer(a, "a"), createTokenizer(b, "b")];
  for (const text of TEXTS) expect(other.encodeText(text)).toEqual(one.encodeText(text));
}

/** A tokenizer.json with some of its parts replaced. */
function edited(json: string, change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...(JSON.parse(json) as object), ...change });
}

const { tokens, types, merges } = tinyVocabulary(300);
const byteLevel: Readonly<Record<string, GgufValue>> = {
  model: "gpt2",
  pre: "gpt-2",
  tokens,
  token_type: types.with(299, 4),
  merges,
};

const byteTokens = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);
const words = ["\u2581", "a", "b", "c", "ab", "bc", "\u2581a", "\u2581ab", "abc", "\u2581\u2581", "abab"];
const spTokens = ["<unk>", "<s>", "</s>", ...byteTokens, ...words];
// In order of precedence, with as many merges as a word can be cut into two: bc 1, ab 1, ▁▁ 1, ▁a 1, ▁ab 2, abc 2, abab 1.
const spScores = new Map(
  Object.entries({ bc: 9, ab: 8, "\u2581\u2581": 7, "\u2581a": 6, "\u2581ab": 5, abc: 3, abab: 1 }),
);
const sentencePiece: Readonly<Record<string, GgufValue>> = {
  model: "llama",
  pre: "default",
  tokens: spTokens,
  token_type: spTokens.map((_, id) => (id === 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1)),
  scores: spTokens.map((token) => spScores.get(token) ?? 0),
  add_space_prefix: true,
};

const controlIds = { bos_token_id: 0, eos_token_id: 1, add_bos_token: false, add_eos_token: false };

describe("ggufVocabulary of byte-level BPE", () => {
  it("is the inverse of reading one", async () => {
    const json = jsonOf(byteLevel);
    const vocabulary = await vocabularyOf(json, cardWith(300));
    expect(vocabulary).toEqual({ ...byteLevel, ...controlIds });
    expect(jsonOf(vocabulary)).toBe(json);
  });

  it.each([
    ["gpt-2", "gpt-2"],
    ["default", "gpt-2"],
    ["smollm", "smollm"],
    ["llama-bpe", "llama-bpe"],
  ])("knows the pre-tokenizer %s by what it does", async (pre, found) => {
    const json = jsonOf({ ...byteLevel, pre });
    const vocabulary = await vocabularyOf(json, cardWith(300));
    expect(vocabulary.pre).toBe(found);
    expectSameIds(jsonOf(vocabulary), json);
  });

  it("knows a pre-tokenizer whose fields are in another order, and calls others default", async () => {
    const json = tinyTokenizerJson(300);
    const digits = { individual_digits: true, type: "Digits" };
    const spell = { use_regex: true, trim_offsets: true, add_prefix_space: false, type: "ByteLevel" };
    const preOf = async (step: unknown): Promise<GgufValue | undefined> =>
      (await vocabularyOf(edited(json, { pre_tokenizer: step }), cardWith(300))).pre;
    expect(await preOf({ pretokenizers: [digits, spell], type: "Sequence" })).toBe("smollm");
    expect(await preOf({ pretokenizers: [spell, digits], type: "Sequence" })).toBe("default");
    expect(await preOf({ ...spell, add_prefix_space: true })).toBe("default");
    expect(await preOf(null)).toBe("default");
    expect(await preOf(undefined)).toBe("default");
  });

  it("reads merges in both spellings", async () => {
    const json = tinyTokenizerJson(300);
    const { model } = JSON.parse(json) as { model: object };
    const pairs = { ...model, merges: merges.map((merge) => merge.split(" ")) };
    expect(await vocabularyOf(edited(json, { model: pairs }), cardWith(300))).toMatchObject({ merges });
  });
});

describe("ggufVocabulary of SentencePiece", () => {
  it.each([true, false])("is the inverse of reading one; a space before a text: %s", async (prefixed) => {
    const json = jsonOf({ ...sentencePiece, add_space_prefix: prefixed });
    const vocabulary = await vocabularyOf(json, cardWith(spTokens.length));
    expect(vocabulary).toEqual({
      ...sentencePiece,
      ...controlIds,
      ...{ bos_token_id: 1, eos_token_id: 2, unknown_token_id: 0, add_space_prefix: prefixed },
    });
    expect(jsonOf(vocabulary)).toBe(json);
    expectSameIds(jsonOf(vocabulary), json);
  });

  it("has no unknown token where the tokenizer has none", async () => {
    const json = jsonOf({ ...sentencePiece, token_type: spTokens.map((_, id) => (id < 3 ? 3 : id < 259 ? 6 : 1)) });
    const vocabulary = await vocabularyOf(json, cardWith(spTokens.length));
    expect(vocabulary).not.toHaveProperty("unknown_token_id");
    expect(vocabulary.token_type).toMatchObject({ 0: 3 });
  });
});

describe("ggufVocabulary", () => {
  it.each([
    ["byte-level", jsonOf(byteLevel), 300],
    ["SentencePiece", jsonOf(sentencePiece), spTokens.length],
  ])("fills a vocabulary that is too small with unused tokens: %s", async (_, json, size) => {
    const vocabulary = await vocabularyOf(json, cardWith(size + 3));
    expect(vocabulary).toMatchObject({ tokens: { length: size + 3 }, token_type: { length: size + 3 } });
    const last = (list: GgufValue | undefined): GgufValue[] => (Array.isArray(list) ? list.slice(size) : []);
    expect(last(vocabulary.tokens)).toEqual([`[PAD${size}]`, `[PAD${size + 1}]`, `[PAD${size + 2}]`]);
    expect(last(vocabulary.token_type)).toEqual([5, 5, 5]);
    expectSameIds(jsonOf(vocabulary), json);
  });

  it("fills gaps, and gives every token a text of its own", async () => {
    const vocab = { "<s>": 0, a: 2, "[PAD3]": 4, "": 5, "</s>": 6, b: 7 };
    const added = [
      { id: 0, content: "<s>", special: true },
      { id: 1, content: "</s>", special: true },
      { id: 7, content: "c", special: false },
      { id: 8, content: "c", special: false },
    ];
    const json = edited(tinyTokenizerJson(300), { added_tokens: added, model: { type: "BPE", vocab, merges: [] } });
    const { tokens: texts, token_type } = await vocabularyOf(json, cardWith(10));
    expect(texts).toEqual(["<s>", "</s>", "a", "[PAD3]_", "[PAD3]", "[PAD5]", "[PAD6]", "b", "c", "[PAD9]"]);
    expect(token_type).toEqual([3, 3, 1, 5, 1, 5, 5, 1, 4, 5]);
  });

  it("takes BOS from the prompt's first control token, and has none where the prompt has none", async () => {
    const json = jsonOf(byteLevel);
    const later = cardWith(300, [{ text: "x" }, { token: "</s>" }, { content: true }, { token: "<s>" }]);
    expect(await vocabularyOf(json, later)).toMatchObject({ bos_token_id: 1, eos_token_id: 1 });
    const none = cardWith(300, [{ content: true }]);
    expect(await vocabularyOf(json, none)).not.toHaveProperty("bos_token_id");
  });

  it.each<[string, string, VariantCard, string]>([
    ["more tokens than embeddings", jsonOf(byteLevel), cardWith(299), "id 299, but the model has 299 embeddings"],
    ["a prompt with a foreign token", jsonOf(byteLevel), cardWith(300, [{ token: "<|user|>" }]), "token <|user|>"],
    ["a prompt with a token that is no control token", jsonOf(byteLevel), cardWith(300, [{ token: "a" }]), "token a"],
    ["an unknown decoder", edited(jsonOf(byteLevel), { decoder: { type: "WordPiece" } }), cardWith(300), "decoder"],
    ["no BPE", edited(jsonOf(byteLevel), { model: { type: "Unigram" } }), cardWith(300), "byte-pair"],
    ["no JSON", "{", cardWith(300), "JSON"],
  ])("refuses %s", async (_, json, card, message) => {
    const problem = await problemIn(() => ggufVocabulary(card, parseTokenizerJson(json, "tokenizer.json")));
    expect(problem).toMatchObject({ code: "bad-tokenizer", file: "tokenizer.json" });
    expect(problem.message).toContain(message);
  });
});
