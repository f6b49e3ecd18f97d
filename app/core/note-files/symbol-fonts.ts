/** Signs of the fonts Symbol and Wingdings that change what a note says; these fonts give them codes of their own. */
const SYMBOL: Readonly<Record<number, string>> = {
  0x61: "α",
  0x62: "β",
  0x64: "δ",
  0x67: "γ",
  0x6d: "μ",
  0xa3: "≤",
  0xa5: "∞",
  0xab: "↔",
  0xac: "←",
  0xad: "↑",
  0xae: "→",
  0xaf: "↓",
  0xb0: "°",
  0xb1: "±",
  0xb3: "≥",
  0xb4: "×",
  0xb7: "•",
  0xb9: "≠",
  0xbb: "≈",
  0x44: "Δ",
};
const WINGDINGS: Readonly<Record<number, string>> = {
  0x6f: "☐",
  0xa8: "☐",
  0xdf: "←",
  0xe0: "→",
  0xe1: "↑",
  0xe2: "↓",
  0xfb: "✗",
  0xfc: "✓",
  0xfd: "☒",
  0xfe: "☑",
  0x6c: "•",
  0x6e: "•",
  0xa7: "•",
};
/** Where such codes stand in Unicode: its area for private use. */
const PRIVATE_AREA = 0xf000;

/** Character `code` of a font as text; U+FFFD for a sign that is not known. */
export function symbolText(font: string | undefined, code: number): string {
  const byte = code >= PRIVATE_AREA && code <= PRIVATE_AREA + 0xff ? code - PRIVATE_AREA : code;
  const table = /wingdings/i.test(font ?? "") ? WINGDINGS : /symbol/i.test(font ?? "") ? SYMBOL : undefined;
  const sign = table?.[byte];
  if (sign !== undefined) return sign;
  const isPlain = Number.isInteger(code) && code >= 0x20 && code < 0xd800 && (table === undefined || byte < 0x40);
  return isPlain ? String.fromCharCode(byte) : "\ufffd";
}
