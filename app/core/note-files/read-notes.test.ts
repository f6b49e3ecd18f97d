import { describe, expect, it } from "vitest";
import { latin1 } from "../checkpoint/testing/build-zip";
import { readNotes } from "./read-notes";
import { buildPdf, pdfLines } from "./testing/build-pdf";
import { utf8 } from "./testing/utf8";

const codeOf = (name: string, bytes: Uint8Array): Promise<string> =>
  readNotes(name, bytes).then(
    () => "read",
    (error: unknown) => (error as { code: string }).code,
  );

describe("readNotes", () => {
  it("keeps text and Markdown as they are, but for line ends", async () => {
    const markdown = "## Plan\r\n\r\n* Aspirin  81 mg\r\n";
    expect(await readNotes("visit 2.md", utf8(markdown))).toEqual([
      { title: "visit 2", text: "## Plan\n\n* Aspirin  81 mg" },
    ]);
  });

  it("goes by content before it goes by the name", async () => {
    const pdf = buildPdf([pdfLines(["A PDF."])]);
    expect((await readNotes("note.txt", pdf))[0]?.text).toBe("A PDF.");
    expect((await readNotes("note", utf8("{\\rtf1 RTF.}")))[0]?.text).toBe("RTF.");
    expect((await readNotes("note.txt", utf8("<!DOCTYPE html><p>HTML.")))[0]?.text).toBe("HTML.");
    expect((await readNotes("note.htm", utf8("<p>HTML.")))[0]?.text).toBe("HTML.");
    expect((await readNotes("note.txt", utf8("<5 mg {daily}")))[0]?.text).toBe("<5 mg {daily}");
  });

  it("says of each file that it cannot read what is wrong with it", async () => {
    const oldWord = latin1("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1");
    const password = utf8(Array.from("EncryptedPackage", (letter) => `${letter}\0`).join(""));
    expect(await codeOf("note.doc", oldWord)).toBe("unknown-format");
    expect(await codeOf("note.docx", Uint8Array.from([...oldWord, ...password]))).toBe("encrypted");
    expect(await codeOf("scan.png", latin1("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\u0001"))).toBe("unknown-format");
    expect(await codeOf("note.pdf", utf8("not one"))).toBe("damaged");
    expect(await codeOf("note.docx", utf8("not one"))).toBe("damaged");
    expect(await codeOf("note.rtf", utf8("not one"))).toBe("damaged");
    expect(await codeOf("note.json", utf8("{}"))).toBe("unknown-format");
    expect(await codeOf("note.xml", utf8("not one"))).toBe("unknown-format");
    expect(await codeOf("note.txt", utf8(" \n"))).toBe("no-text");
    expect(await codeOf("note.txt", new Uint8Array((50 << 20) + 1))).toBe("too-large");
  });

  it("does not follow documents in documents without end", async () => {
    const wrap = (text: string): string => {
      const attachment = { contentType: "", data: btoa(text) };
      return JSON.stringify({ resourceType: "DocumentReference", content: [{ attachment }] });
    };
    const nested = (times: number): string => (times === 0 ? "the note" : wrap(nested(times - 1)));
    expect((await readNotes("x.json", utf8(nested(3))))[0]?.text).toBe("the note");
    expect(await codeOf("x.json", utf8(nested(4)))).toBe("damaged");
  });
});
