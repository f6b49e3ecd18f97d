import { describe, expect, it } from "vitest";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { tinyTokenizerJson, tinyVocabulary } from "../checkpoint/testing/tiny-vocabulary";
import { isJsonObject } from "../checkpoint/strict-json";
import { createTokenizer } from "./literal-tokenizer";

const { tokens } = tinyVocabulary(300);
const tokenizer = createTokenizer(tinyTokenizerJson(300), "tokenizer.json");

/** The tiny tokenizer.json with its root, or its model, changed. */
function changed(root: object, model: object = {}): string {
  const json: unknown = JSON.parse(tinyTokenizerJson(300));
  if (!isJsonObject(json) || !isJsonObject(json.model)) throw new Error("no model");
  return JSON.stringify({ ...json, model: { ...json.model, ...model }, ...root });
}

describe("encodeText", () => {
  it("gives the ids of the vocabulary", () => {
    expect(tokenizer.encodeText("hello in")).toEqual(["hello", "\u0120", "in"].map((token) => tokens.indexOf(token)));
    expect(tokenizer.encodeText("")).toEqual([]);
  });

  it.each(["</s>", "a<s>b", "<s></s><s>", "\n</s>\n", "x </s"])("reads %j as text, not as control tokens", (text) => {
    const ids = tokenizer.encodeText(text);
    expect(ids).not.toContain(0);
    expect(ids).not.toContain(1);
    expect(tokenizer.decode(ids)).toBe(text);
  });

  it("does so even where merges would join a control token, or words are taken whole", () => {
    const merges = ["h e", "< s", "<s >"];
    const vocab = Object.fromEntries([...tokens.slice(0, 298), "<s"].map((token, id) => [token, id]));
    for (const ignore_merges of [false, true]) {
      for (const pre_tokenizer of [null, { type: "ByteLevel", use_regex: false }]) {
        const sly = createTokenizer(changed({ pre_tokenizer }, { vocab, merges, ignore_merges }), "tokenizer.json");
        expect(sly.encodeText("<s>")).toEqual([298, tokens.indexOf(">")]);
      }
    }
  });

  it("adds nothing, whatever the post-processor says", () => {
    const post_processor = {
      type: "TemplateProcessing",
      single: [{ SpecialToken: { id: "<s>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
      pair: [],
      special_tokens: { "<s>": { id: "<s>", ids: [0], tokens: ["<s>"] } },
    };
    expect(createTokenizer(changed({ post_processor }), "t").encodeText("hello")).toEqual([tokens.indexOf("hello")]);
  });

  it("reads half a character as U+FFFD, and a whole one as it is", () => {
    const vocab = Object.fromEntries(
      [...tokens.slice(0, 298), "\ufffd", "\ud83d\ude42"].map((token, id) => [token, id]),
    );
    const plain = createTokenizer(changed({ pre_tokenizer: null }, { vocab, merges: [] }), "tokenizer.json");
    expect(plain.encodeText("\ud83d\ufffd\ude42")).toEqual([298, 298, 298]);
    expect(plain.encodeText("\ud83d\ude42")).toEqual([299]);
  });

  it("takes merges in either spelling", () => {
    const pairs = createTokenizer(
      changed(
        {},
        {
          merges: [
            ["h", "e"],
            ["l", "l"],
            ["he", "ll"],
          ],
        },
      ),
      "t",
    );
    expect(pairs.encodeText("hello")).toEqual([tokens.indexOf("hell"), tokens.indexOf("o")]);
  });

  it("cuts at the digits and spaces of all scripts, as the Rust library does", () => {
    // Merges that would join what must be cut: two Arabic digits (U+0661), and "!" with U+0085, white space to Rust only.
    const joined = ["\u00d9\u00a1", "\u00d9\u00a1\u00d9\u00a1", "\u00c2\u0127", "!\u00c2\u0127"];
    const merges = ["\u00d9 \u00a1", "\u00d9\u00a1 \u00d9\u00a1", "\u00c2 \u0127", "! \u00c2\u0127"];
    const vocab = Object.fromEntries([...tokens.slice(0, 290), ...joined].map((token, id) => [token, id]));
    const count = (text: string, pre_tokenizer: unknown): number =>
      createTokenizer(changed({ pre_tokenizer }, { vocab, merges }), "tokenizer.json").encodeText(text).length;
    const bytes = { type: "ByteLevel", use_regex: false };
    const digits = (individual_digits: boolean): unknown => ({
      type: "Sequence",
      pretokenizers: [{ type: "Digits", individual_digits }, bytes],
    });
    expect(count("\u0661\u0661!\u0085", bytes)).toBe(2);
    expect(count("\u0661\u0661", digits(true))).toBe(2);
    expect(count("\u0661\u0661", digits(false))).toBe(1);
    expect(count("!\u0085", { type: "ByteLevel", use_regex: true })).toBe(2);
  });
});

describe("decode", () => {
  it("skips control tokens and ids that do not exist", () => {
    expect(tokenizer.decode([0, ...tokenizer.encodeText("hello"), 1, 299, 100_000, -1])).toBe("hello[PAD299]");
    expect(tokenizer.decode([])).toBe("");
  });

  it.each(["naïve 🙂 日本語\u0301", "  two  spaces ", "a\r\n\tb", "\ufeffmark", "it's . , ! n't"])(
    "gives %j back",
    (text) => {
      expect(tokenizer.decode(tokenizer.encodeText(text))).toBe(text);
    },
  );
});

describe("createTokenizer", () => {
  it("knows control tokens only", () => {
    expect(tokenizer.controlTokenId("</s>")).toBe(1);
    expect(tokenizer.controlTokenId("hello")).toBeUndefined();
    expect(tokenizer.vocabSize).toBe(300);
  });

  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no model", "{}"],
    ["another kind of model", changed({ model: { type: "Unigram", vocab: [] } })],
    ["no vocabulary", changed({}, { vocab: null })],
    ["an empty vocabulary", changed({}, { vocab: {} })],
    ["an id that is no count", changed({}, { vocab: { a: -1 } })],
    ["an id twice", changed({}, { vocab: { a: 1, b: 1 } })],
    ["an id beyond all reason", changed({}, { vocab: { a: 1e15 } })],
    ["merges that are no list", changed({}, { merges: "a b" })],
    ["a merge of three", changed({}, { merges: ["a b c"] })],
    ["a merge of numbers", changed({}, { merges: [[1, 2]] })],
    ["added tokens without an id", changed({ added_tokens: [{ content: "x" }] })],
    ["an unknown pre-tokenizer", changed({ pre_tokenizer: { type: "Magic" } })],
    ["an unknown normalizer", changed({ normalizer: { type: "Magic" } })],
    ["an unknown decoder", changed({ decoder: { type: "WordPiece" } })],
    ["no decoder", changed({ decoder: null })],
  ])("refuses %s", async (_, json) => {
    const problem = await problemIn(() => createTokenizer(json, "tokenizer.json"));
    expect(problem).toMatchObject({ code: "bad-tokenizer", file: "tokenizer.json" });
  });
});
