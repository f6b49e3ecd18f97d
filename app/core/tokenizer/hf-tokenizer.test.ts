import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../byte-source";
import { base64Bytes } from "../checkpoint/testing/base64";
import { problemOf } from "../checkpoint/testing/expect-problem";
import { textFile } from "../checkpoint/testing/tiny-model";
import { tinyTokenizerJson } from "../checkpoint/testing/tiny-vocabulary";
import golden from "./golden/sentence-piece.json";
import { hfTokenizer } from "./hf-tokenizer";
import { createTokenizer } from "./literal-tokenizer";

const PIECES = 700;
const model: NamedFile = { name: "tokenizer.model", bytes: arraySource(base64Bytes(golden.model)) };

function jsonFile(name: string, value: unknown): NamedFile {
  return textFile(name, JSON.stringify(value));
}

/** `added_tokens_decoder` as transformers 4.34 and later writes it. */
function configWith(tokens: Record<string, unknown>): NamedFile {
  return jsonFile("tokenizer_config.json", { tokenizer_class: "LlamaTokenizer", added_tokens_decoder: tokens });
}

async function open(vocabSize: number, ...others: NamedFile[]): Promise<ReturnType<typeof createTokenizer>> {
  const { json, file } = await hfTokenizer([model, ...others], vocabSize);
  return createTokenizer(json, file);
}

describe("hfTokenizer", () => {
  it("prefers tokenizer.json", async () => {
    const files = [model, textFile("tokenizer.json", tinyTokenizerJson(300))];
    const { json, file, files: used } = await hfTokenizer(files, 300);
    expect(json).toBe(tinyTokenizerJson(300));
    expect([file, used.map(({ name }) => name)]).toEqual(["tokenizer.json", ["tokenizer.json"]]);
  });

  it("asks for tokenizer.json where there is neither", async () => {
    const problem = await problemOf(hfTokenizer([textFile("config.json", "{}")], 300));
    expect(problem).toMatchObject({ code: "missing-file", file: "tokenizer.json" });
  });

  it("makes one from tokenizer.model, and names the files that it read", async () => {
    const others = [configWith({}), jsonFile("special_tokens_map.json", {}), textFile("README.md", "")];
    const { file, files } = await hfTokenizer([...others, model], PIECES + 1);
    expect(file).toBe("tokenizer.model");
    expect(files.map(({ name }) => name)).toEqual([
      "tokenizer.model",
      "tokenizer_config.json",
      "special_tokens_map.json",
    ]);
  });

  it("takes the tokens of tokenizer_config.json that have embeddings, and never finds them in a text", async () => {
    const tokenizer = await open(
      PIECES + 2,
      configWith({
        "1": { content: "<s>", special: true },
        "700": { content: "[PAD]", special: true },
        "701": { content: "<tool>", special: false },
        "702": { content: "<beyond>", special: true },
      }),
    );
    expect(tokenizer.vocabSize).toBe(702);
    expect(["<s>", "[PAD]", "<tool>", "<beyond>"].map((token) => tokenizer.controlTokenId(token))).toEqual([
      1,
      700,
      undefined,
      undefined,
    ]);
    expect(tokenizer.decode([700, 701])).toBe("<tool>");
    expect(Math.max(...tokenizer.encodeText("[PAD]<tool>"))).toBeLessThan(PIECES);
  });

  it("takes those of added_tokens.json, special where the other files list them so", async () => {
    const tokenizer = await open(
      PIECES + 4,
      jsonFile("added_tokens.json", { "[PAD]": 700, "<a>": 701, "<b>": 702, "<c>": 703, "</s>": 2 }),
      jsonFile("special_tokens_map.json", {
        pad_token: "[PAD]",
        additional_special_tokens: ["<a>", { content: "<b>" }],
      }),
    );
    const ids = ["[PAD]", "<a>", "<b>", "<c>", "</s>"].map((token) => tokenizer.controlTokenId(token));
    expect(ids).toEqual([700, 701, 702, undefined, 2]);
    expect(tokenizer.decode([700, 701, 702, 703])).toBe("<c>");
  });

  it("leaves the other files alone where the pieces fill the vocabulary", async () => {
    const { files } = await hfTokenizer([model, textFile("tokenizer_config.json", "{")], PIECES);
    expect(files.map(({ name }) => name)).toEqual(["tokenizer.model"]);
  });

  it.each<[string, NamedFile]>([
    ["a token that is a piece too", jsonFile("added_tokens.json", { "<s>": 700 })],
    ["a token twice", configWith({ "700": { content: "a b" }, "701": { content: "a b" } })],
    ["an id that is no number", jsonFile("added_tokens.json", { "[PAD]": "700" })],
    ["an id that is no count", configWith({ pad: { content: "[PAD]" } })],
    ["a token without a text", configWith({ "700": { special: true } })],
    ["an empty token", jsonFile("added_tokens.json", { "": 700 })],
    ["a file that is no JSON", textFile("special_tokens_map.json", "{")],
  ])("refuses %s", async (_, file) => {
    expect(await problemOf(open(PIECES + 2, file))).toMatchObject({ code: "bad-tokenizer", file: file.name });
  });

  it("refuses a model with more pieces than embeddings, and a file too large to be one", async () => {
    expect(await problemOf(open(PIECES - 1))).toMatchObject({ code: "bad-tokenizer", file: "tokenizer.model" });
    const huge = { byteLength: 1e9, slice: () => Promise.reject(new Error("it was read")) };
    const problem = await problemOf(hfTokenizer([{ name: "tokenizer.model", bytes: huge }], PIECES));
    expect(problem).toMatchObject({ code: "bad-tokenizer", file: "tokenizer.model" });
  });
});
