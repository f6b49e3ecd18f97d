import { describe, expect, it } from "vitest";
import { PlainText, tidy } from "./plain-text";

const write = (steps: (out: PlainText) => void): string => {
  const out = new PlainText({ file: "x" });
  steps(out);
  return out.finish();
};

describe("PlainText", () => {
  it("keeps one space between words that flow, whatever parts they come in", () => {
    const text = write((out) => ["two ", "\n words", "\t", "and", " ", "more"].forEach((part) => out.flowing(part)));
    expect(text).toBe("two words and more");
  });

  it("ends a heading in a colon unless it ends in a mark", () => {
    const headings = ["Plan", "Labs: ", "Why?"].map((title) =>
      write((out) => {
        out.openHeading();
        out.verbatim(title);
        out.closeHeading();
      }),
    );
    expect(headings).toEqual(["Plan:", "Labs:", "Why?"]);
  });

  it("leaves no empty line at the start of an item, and no mark without text", () => {
    const text = write((out) => {
      out.openItem("- ");
      out.break(2);
      out.flowing("first");
      out.closeItem();
      out.openItem("- ");
      out.closeItem();
      out.flowing("after");
    });
    expect(text).toBe("- first\nafter");
  });

  it("writes a row as a line, with what its cells hold in lines of their own set apart", () => {
    const text = write((out) => {
      out.flowing("before");
      out.openRow();
      for (const parts of [[], ["Aspirin"], ["81 mg", "daily"], []]) {
        out.openCell();
        for (const part of parts) {
          out.break();
          out.flowing(part);
        }
      }
      out.closeRow();
      out.flowing("after");
    });
    expect(text).toBe("before\n | Aspirin | 81 mg; daily |\nafter");
  });

  it("sets the lines of a cell's text apart, whatever parts they come in", () => {
    const text = write((out) => {
      out.openRow();
      out.openCell();
      ["Aspirin 81 mg\r", "\n  Apixaban", " 5 mg\n", "\n"].forEach((part) => out.verbatim(part));
      out.openCell();
      out.verbatim("daily");
      out.closeRow();
    });
    expect(text).toBe("Aspirin 81 mg; Apixaban 5 mg | daily");
  });

  it("keeps a superscript number apart from the number before it, and joins no other", () => {
    const text = write((out) => {
      const words = ["x10", "^-", "^1", "^2", "/L, 1.2", "^1", " mg, 1", "^st", " of 5", "^ 2", ", Ca", "^2+", "2"];
      for (const word of words) {
        out.setSuperscript(word.startsWith("^"));
        out.verbatim(word.replace("^", ""));
      }
    });
    expect(text).toBe("x10^-12/L, 1.2^1 mg, 1st of 5 2, Ca2+2");
  });

  it("refuses more text than is read", () => {
    expect(() => write((out) => out.verbatim("x".repeat(6 << 20)))).toThrow(
      expect.objectContaining({ code: "too-large" }) as Error,
    );
  });
});

describe("tidy", () => {
  it("leaves one kind of line end and space, and nothing that cannot be seen", () => {
    expect(tidy("a\r\nb\rc\u2028d\u00a0e\u0000f\u00adg\u200b\ud800")).toBe("a\nb\nc\nd efg\ufffd");
  });
});
