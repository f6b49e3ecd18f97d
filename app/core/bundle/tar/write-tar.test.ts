import { describe, expect, it } from "vitest";
import { tarParts } from "./write-tar";

describe("tarParts", () => {
  it("passes contents on as they are", () => {
    const content = { path: "somewhere" };
    expect(tarParts([{ name: "a", sizeBytes: 2 ** 31, content }], 0)[1]).toBe(content);
  });

  it.each([
    ["a".repeat(101), 1],
    ["ä", 1],
    ["", 1],
    ["a", 2 ** 33],
    ["a", -1],
    ["a", Number.NaN],
  ])("refuses the name %j with %d bytes", (name, sizeBytes) => {
    expect(() => tarParts([{ name, sizeBytes, content: null }], 0)).toThrow(RangeError);
  });
});
