import { describe, expect, it } from "vitest";
import { parseOptions } from "./options";

describe("parseOptions", () => {
  it("takes a checkpoint and a folder, and searches for the best scales unless told otherwise", () => {
    expect(parseOptions(["from", "to"])).toEqual({
      checkpoint: "from",
      out: "to",
      mode: "best",
      importance: undefined,
      variantId: undefined,
      tar: false,
    });
  });

  it("takes options anywhere", () => {
    const args = ["--tar", "from", "--mode=best", "to", "--importance", "imatrix.gguf", "--variant", "tiny"];
    expect(parseOptions(args)).toMatchObject({
      checkpoint: "from",
      out: "to",
      mode: "best",
      importance: "imatrix.gguf",
      variantId: "tiny",
      tar: true,
    });
    expect(parseOptions(["from", "to", "--mode", "plain"])?.mode).toBe("plain");
  });

  it("asks for nothing else where help is wanted", () => {
    expect(parseOptions(["--help"])).toBeUndefined();
    expect(parseOptions(["-h", "from"])).toBeUndefined();
  });

  it.each([
    [[], "0 were given"],
    [["from"], "1 were given"],
    [["from", "to", "more"], "3 were given"],
    [["from", "to", "--mode", "q4"], 'no mode "q4"'],
    [["from", "to", "--mode", "plain", "--importance", "imatrix.gguf"], 'Only mode "best"'],
    [["from", "to", "--fast"], "Unknown option '--fast'"],
    [["from", "to", "--variant"], "--variant"],
  ])("says how it is used where it is not: %j", (args, words) => {
    expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: "usage" }));
    expect(() => parseOptions(args)).toThrow(words);
    expect(() => parseOptions(args)).toThrow("npm run convert -- <checkpoint> <out>");
  });
});
