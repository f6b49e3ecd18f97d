import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text";
import { utf8 } from "./testing/utf8";

const at = { file: "note.txt" };
const TEXT = "SpO₂ ≥ 94 %, café";

function utf16(text: string, order: "little" | "big"): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), order === "little");
  return bytes;
}

describe("decodeText", () => {
  it.each([
    ["UTF-8", utf8(TEXT)],
    ["UTF-8 with a mark", utf8(`\ufeff${TEXT}`)],
    ["UTF-16LE with a mark", utf16(`\ufeff${TEXT}`, "little")],
    ["UTF-16BE with a mark", utf16(`\ufeff${TEXT}`, "big")],
    ["UTF-16LE without one", utf16(TEXT, "little")],
    ["UTF-16BE without one", utf16(TEXT, "big")],
  ])("reads %s", (_, bytes) => {
    expect(decodeText(bytes, at)).toBe(TEXT);
  });

  it("reads what is no UTF-8 as Windows-1252", () => {
    expect(decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0x96, 0x20, 0x80), at)).toBe("café – €");
  });

  it("takes pictures and the like for no text", () => {
    const picture = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251);
    expect(() => decodeText(picture, at)).toThrow(expect.objectContaining({ code: "unknown-format" }) as Error);
  });
});
