import { describe, expect, it } from "vitest";
import type { GgufValue } from "../checkpoint/gguf-values";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { tinyVocabulary } from "../checkpoint/testing/tiny-vocabulary";
import { ggufTokenizer } from "./gguf-tokenizer";
import { createTokenizer, type Tokenizer } from "./literal-tokenizer";

const { tokens, types, merges } = tinyVocabulary(300);

const byteLevel: Readonly<Record<string, GgufValue>> = {
  "tokenizer.ggml.model": "gpt2",
  "tokenizer.ggml.pre": "gpt-2",
  "tokenizer.ggml.tokens": tokens,
  "tokenizer.ggml.token_type": types,
  "tokenizer.ggml.merges": merges,
};

function jsonOf(metadata: Readonly<Record<string, GgufValue>>, vocabSize = 300): string {
  return ggufTokenizer(new Map(Object.entries(metadata)), "a.gguf", vocabSize);
}

function pieces(tokenizer: Tokenizer, text: string): string[] {
  const decoder = new TextDecoder();
  return tokenizer.encodeText(text).map((id) => decoder.decode(tokenizer.tokenBytes(id)));
}

describe("ggufTokenizer on byte-level BPE", () => {
  it("keeps every id, merges in order, and marks control tokens", () => {
    const tokenizer = createTokenizer(jsonOf(byteLevel), "a.gguf");
    expect(tokenizer.vocabSize).toBe(300);
    expect([tokenizer.controlTokenId("<s>"), tokenizer.controlTokenId("</s>")]).toEqual([0, 1]);
    expect(pieces(tokenizer, "hello there")).toEqual(["hello", " t", "he", "r", "e"]);
    expect(tokenizer.encodeText("hello")).toEqual([tokens.indexOf("hello")]);
  });

  it("cuts numbers as the pre-tokenizer says: gpt-2 whole, smollm by digit, llama-bpe by three", () => {
    const cut = (pre: string): string[] =>
      pieces(createTokenizer(jsonOf({ ...byteLevel, "tokenizer.ggml.pre": pre }), "a.gguf"), "1212");
    expect(cut("gpt-2")).toEqual(["12", "12"]);
    expect(cut("default")).toEqual(["12", "12"]);
    expect(cut("smollm")).toEqual(["1", "2", "1", "2"]);
    expect(cut("llama-bpe")).toEqual(["12", "1", "2"]);
  });

  it("makes user-defined tokens added tokens that are not special", () => {
    const defined = types.with(299, 4);
    const json = JSON.parse(jsonOf({ ...byteLevel, "tokenizer.ggml.token_type": defined })) as unknown;
    expect(json).toMatchObject({
      added_tokens: [
        { id: 0, content: "<s>", special: true },
        { id: 1, content: "</s>", special: true },
        { id: 299, content: "[PAD299]", special: false },
      ],
      post_processor: null,
    });
  });

  it.each<[string, string, GgufValue | undefined]>([
    ["no tokens", "tokens", undefined],
    ["tokens that are no list", "tokens", "abc"],
    ["too few tokens", "tokens", tokens.slice(1)],
    ["a token that is no text", "tokens", [...tokens.slice(1), 5]],
    ["a token twice", "tokens", tokens.with(299, "a")],
    ["an empty token", "tokens", tokens.with(299, "")],
    ["too few types", "token_type", types.slice(1)],
    ["types that are no numbers", "token_type", tokens],
    ["no merges", "merges", undefined],
    ["a merge of an unknown token", "merges", ["zz y"]],
    ["a merge into an unknown token", "merges", ["q q"]],
    ["a merge of three", "merges", ["h e l"]],
    ["a merge of one", "merges", ["he"]],
  ])("refuses %s", async (_, key, value) => {
    const entries = Object.entries(byteLevel).filter(([name]) => name !== `tokenizer.ggml.${key}`);
    const metadata = Object.fromEntries(entries);
    if (value !== undefined) metadata[`tokenizer.ggml.${key}`] = value;
    expect(await problemIn(() => jsonOf(metadata))).toMatchObject({ code: "bad-tokenizer", file: "a.gguf" });
  });
});

describe("ggufTokenizer on SentencePiece", () => {
  const byteTokens = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);
  const words = ["\u2581", "a", "b", "c", "ab", "bc", "\u2581a", "\u2581ab", "abc", "\u2581\u2581"];
  const spTokens = ["<unk>", "<s>", "</s>", ...byteTokens, ...words];
  const scores = new Map([
    ["ab", -2],
    ["bc", -1],
    ["\u2581a", -3],
    ["\u2581ab", -4],
    ["abc", -5],
    ["\u2581\u2581", -0.5],
  ]);
  const metadata: Readonly<Record<string, GgufValue>> = {
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.tokens": spTokens,
    "tokenizer.ggml.token_type": spTokens.map((_, id) => (id === 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1)),
    "tokenizer.ggml.scores": spTokens.map((token) => scores.get(token) ?? -100),
  };
  const tokenizer = createTokenizer(jsonOf(metadata, spTokens.length), "a.gguf");

  it("merges by score, puts a space before a text and spells unknown characters as bytes", () => {
    const named = (text: string): (string | undefined)[] => tokenizer.encodeText(text).map((id) => spTokens[id]);
    // "bc" scores best, so it is joined first although "ab" comes first in the text; then "▁a", then nothing fits.
    expect(named("abc")).toEqual(["\u2581a", "bc"]);
    expect(named("ab ab")).toEqual(["\u2581ab", "\u2581ab"]);
    expect(named("  a")).toEqual(["\u2581\u2581", "\u2581a"]);
    expect(named("é\n")).toEqual(["\u2581", "<0xC3>", "<0xA9>", "<0x0A>"]);
    expect(named("</s>")).not.toContain("</s>");
    expect(tokenizer.decode(tokenizer.encodeText(" é</s>\n  ab"))).toBe(" é</s>\n  ab");
  });

  it("refuses scores that do not match, and a vocabulary without all bytes", async () => {
    const few = { ...metadata, "tokenizer.ggml.scores": [0] };
    expect((await problemIn(() => jsonOf(few, spTokens.length))).code).toBe("bad-tokenizer");
    const gap = { ...metadata, "tokenizer.ggml.tokens": spTokens.with(10, "gap") };
    expect((await problemIn(() => jsonOf(gap, spTokens.length))).message).toContain("<0x07>");
  });
});
