import { describe, expect, it } from "vitest";
import { distinctTitles, titleOf } from "./note-title";

describe("titleOf", () => {
  it.each([
    ["DISCHARGE SUMMARY (synthetic: no such patient exists)\n\nName: A", "Discharge summary"],
    ["\n\n  ## Progress note\ntext", "Progress note"],
    ["**Hospital Course:**\nShe was well.", "Hospital Course"],
    ["-----\n=====\nICU\n", "ICU"],
    ["Name: A. B.    Age: 78", "Name: A. B. Age: 78"],
    ["(see the attachment)", "(see the attachment)"],
  ])("takes the first line that says something: %j", (text, title) => {
    expect(titleOf(text)).toBe(title);
  });

  it("shortens a long line, between words where it can", () => {
    expect(titleOf("An 81-year-old woman who came in after a fall at home")).toBe("An 81-year-old woman who came…");
    expect(titleOf("x".repeat(50))).toBe(`${"x".repeat(32)}…`);
  });

  it("finds none in a text without letters or digits", () => {
    expect(titleOf(" \n--\n ")).toBeUndefined();
  });
});

describe("distinctTitles", () => {
  it("numbers what would look the same, and never makes two alike", () => {
    expect(distinctTitles(["Note", "Note (2)", "Note", "Other", "Note"])).toEqual([
      "Note",
      "Note (2)",
      "Note (3)",
      "Other",
      "Note (4)",
    ]);
  });
});
