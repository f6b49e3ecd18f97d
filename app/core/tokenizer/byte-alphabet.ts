/**
 * GPT-2's spelling of bytes as printable characters, which byte-level BPE vocabularies are written in: printable Latin-1
 * bytes stand for themselves, the other 68 for U+0100 onwards, in order.
 */
export const CHARACTER_OF_BYTE: readonly string[] = spellBytes();

const BYTE_OF_CHARACTER: ReadonlyMap<string, number> = new Map(CHARACTER_OF_BYTE.map((char, byte) => [char, byte]));

/** The bytes that a token spells, or undefined if a character of it spells none. */
export function bytesOfSpelling(token: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const char of token) {
    const byte = BYTE_OF_CHARACTER.get(char);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function spellBytes(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCharCode(printable ? byte : next++);
  });
}
