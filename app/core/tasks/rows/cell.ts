import type { Span } from "../../text/span";

/** A piece of an answer. */
export interface Cell {
  /** Its words, without markers of emphasis and quotes around them. */
  text: string;
  /** Where those words stand in the answer. */
  span: Span;
  /** The header of its column or its name in JSON, in lower case; empty for plain lines. */
  key: string;
}

const space = /\s/;
const markers = "*_`\"'“”‘’[]{},;";

/** The words of a part of an answer, trimmed of space, emphasis, quotes and what JSON leaves around a line. */
export function cellOf(answer: string, start: number, end: number, key = ""): Cell {
  const trims = (char: string) => markers.includes(char) || space.test(char);
  while (start < end && trims(answer.charAt(start))) start++;
  while (start < end && trims(answer.charAt(end - 1))) end--;
  return { text: plainText(answer.slice(start, end)), span: { start, end }, key };
}

/** A cell without the stop or colon that ends it. */
export function termOf(answer: string, { span, key }: Cell): Cell {
  let { end } = span;
  while (end > span.start && ".:".includes(answer.charAt(end - 1))) end--;
  return cellOf(answer, span.start, end, key);
}

/** True for what has neither letters nor digits. */
export function isBlank({ text }: Cell): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

export function countWords(text: string): number {
  let words = 0;
  for (const word of text.split(" ")) if (word !== "") words++;
  return words;
}

/** One line of plain words: emphasis left out, white space made single spaces. */
function plainText(text: string): string {
  return text.replace(/\*\*|__/g, "").replace(/\s+/g, " ");
}
