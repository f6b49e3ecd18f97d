import { describe, expect, it } from "vitest";
import { promptIds } from "./prompt-ids";

/** One id a character, so that it shows what was encoded together; control tokens from 1000. */
const encoded: string[] = [];
const tokenizer = {
  encodeText: (text: string) => {
    encoded.push(text);
    return Array.from(text, (character) => character.codePointAt(0) ?? 0);
  },
  controlTokenId: (token: string) => ({ "<s>": 1000, "<|im_end|>": 1001 })[token],
};

describe("promptIds", () => {
  it("puts control tokens in by id and encodes the text between them as one piece", () => {
    encoded.length = 0;
    const ids = promptIds(
      [{ token: "<s>" }, { text: "user\n" }, { content: true }, { token: "<|im_end|>" }, { text: "\n" }],
      "a<s>",
      tokenizer,
    );
    expect(encoded).toEqual(["user\na<s>", "\n"]);
    expect(ids.filter((id) => id >= 1000)).toEqual([1000, 1001]);
    expect(ids).toHaveLength("user\na<s>".length + 1 + 2);
  });

  it("holds as many ids as the longest note has", () => {
    expect(promptIds([{ content: true }], "x".repeat(1_000_000), tokenizer)).toHaveLength(1_000_000);
  });

  it("names a control token that the tokenizer lacks", () => {
    expect(() => promptIds([{ token: "<|eot_id|>" }], "", tokenizer)).toThrow(/tokenizer\.json, token <\|eot_id\|>/);
  });
});
