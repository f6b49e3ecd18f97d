import { describe, expect, it } from "vitest";
import { tinyTokenizerJson } from "../checkpoint/testing/tiny-vocabulary";
import { createTokenizer } from "./literal-tokenizer";
import { createPieceDecoder } from "./piece-decoder";
import { createTextStream } from "./text-stream";

const tokenizer = createTokenizer(tinyTokenizerJson(300), "tokenizer.json");

describe("createTextStream", () => {
  it.each(["hello", "é🙂 日本", "a\ufeffb", "👩‍⚕️"])("never emits half a character of %j, and all of it", (text) => {
    const stream = createTextStream(tokenizer);
    const parts = tokenizer.encodeText(text).map((id) => stream.push(id));
    expect(parts.join("")).not.toContain("\ufffd");
    expect(parts.join("") + stream.end()).toBe(text);
  });

  it("holds the bytes of a character back until it is complete", () => {
    const stream = createTextStream(tokenizer);
    expect(tokenizer.encodeText("🙂").map((id) => stream.push(id))).toEqual(["", "", "", "🙂"]);
    expect(stream.end()).toBe("");
  });

  it("gives a character that never became whole as U+FFFD at the end, or when another follows", () => {
    const [first = 0] = tokenizer.encodeText("é");
    const [letter = 0] = tokenizer.encodeText("x");
    const cut = createTextStream(tokenizer);
    expect([cut.push(first), cut.end()]).toEqual(["", "\ufffd"]);
    const broken = createTextStream(tokenizer);
    expect([broken.push(first), broken.push(letter), broken.end()]).toEqual(["", "\ufffdx", ""]);
  });

  it("is not disturbed by control tokens within a character", () => {
    const stream = createTextStream(tokenizer);
    const [first = 0, second = 0] = tokenizer.encodeText("é");
    expect([first, 1, second].map((id) => stream.push(id)).join("")).toBe("é");
  });

  it("takes away one leading space of SentencePiece, and only at the start", () => {
    const pieces = createPieceDecoder({
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "\u2581" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        { type: "Strip", content: " ", start: 1, stop: 0 },
      ],
    });
    if (pieces === undefined) throw new Error("no decoder");
    const vocabulary = ["<s>", "\u2581\u2581", "\u2581a", "<0xC3>", "<0xA9>"];
    const tokenBytes = (id: number): Uint8Array =>
      id === 0 ? new Uint8Array(0) : pieces.bytesOf(vocabulary[id] ?? "");
    const read = (ids: number[]): string[] => {
      const stream = createTextStream({ tokenBytes, stripsLeadingSpace: pieces.stripsLeadingSpace });
      return ids.map((id) => stream.push(id));
    };
    expect(read([0, 2, 2])).toEqual(["", "a", " a"]);
    expect(read([1, 2])).toEqual([" ", " a"]);
    expect(read([3, 4, 2])).toEqual(["", "é", " a"]);
  });
});
