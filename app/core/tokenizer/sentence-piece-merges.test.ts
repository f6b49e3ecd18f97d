import { describe, expect, it } from "vitest";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { sentencePieceMerges } from "./sentence-piece-merges";

const at = { file: "a.model", place: "the pieces" };

describe("sentencePieceMerges", () => {
  it("puts better scores first, and of one piece's cuts the one with the longer left part", () => {
    const scores = { a: 0, b: 0, ab: -2, ba: -1, aba: -3 };
    const pieces = Object.entries(scores).map(([token, score], id) => ({ token, id, score }));
    expect(sentencePieceMerges(pieces, at)).toEqual(["b a", "a b", "ab a", "a ba"]);
  });

  it("lets runs of spaces, which all have one score in Llama's model, grow from the left as SentencePiece does", () => {
    const runs = [1, 2, 3].map((length, id) => ({ token: "\u2581".repeat(length), id, score: -1e9 }));
    expect(sentencePieceMerges(runs, at)).toEqual(["\u2581\u2581 \u2581", "\u2581 \u2581\u2581", "\u2581 \u2581"]);
  });

  it("refuses a piece that is longer than any model's", async () => {
    const merges = (length: number): string[] =>
      sentencePieceMerges([{ token: "a".repeat(length), id: 0, score: 0 }], at);
    expect(merges(64)).toEqual([]);
    expect((await problemIn(() => merges(65))).code).toBe("bad-tokenizer");
  });
});
