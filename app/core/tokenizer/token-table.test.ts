import { describe, expect, it } from "vitest";
import { tinyTokenizerJson, tinyVocabulary } from "../checkpoint/testing/tiny-vocabulary";
import { createTokenizer } from "./literal-tokenizer";
import { createTextStream } from "./text-stream";
import { readTokenTable, tokenTable } from "./token-table";

describe("tokenTable", () => {
  const vocabSize = tinyVocabulary(300).tokens.length;
  const tokenizer = createTokenizer(tinyTokenizerJson(300), "tokenizer.json");

  it("has the bytes of every token, control tokens without any", () => {
    const table = readTokenTable(tokenTable(tokenizer, vocabSize));
    for (let id = 0; id < vocabSize; id++) expect(table.tokenBytes(id)).toEqual(tokenizer.tokenBytes(id));
    expect(table.tokenBytes(tokenizer.controlTokenId("<s>") ?? -1)).toHaveLength(0);
  });

  it.each([-1, vocabSize, 1e9, 0.5])("has nothing for the id %d", (id) => {
    expect(readTokenTable(tokenTable(tokenizer, vocabSize)).tokenBytes(id)).toHaveLength(0);
  });

  it.each(["hello there", "é🙂 12", ""])("turns ids into the tokenizer's own text: %s", (text) => {
    const ids = tokenizer.encodeText(text);
    const stream = createTextStream(readTokenTable(tokenTable(tokenizer, vocabSize)));
    expect(ids.map((id) => stream.push(id)).join("") + stream.end()).toBe(tokenizer.decode(ids));
  });

  it("keeps whether the first space is the tokenizer's own", () => {
    const bytes = { tokenBytes: () => new Uint8Array(0) };
    for (const stripsLeadingSpace of [true, false]) {
      expect(readTokenTable(tokenTable({ ...bytes, stripsLeadingSpace }, 3)).stripsLeadingSpace).toBe(
        stripsLeadingSpace,
      );
    }
  });
});
