import type { Span } from "../text/span";

/** A word, a number or a punctuation mark of a text. */
export interface Token extends Span {
  /** As it stands, but for the dots of `b.i.d.`. */
  text: string;
  isWord: boolean;
}

const TOKEN = /(?:\p{L}\.){2,}|\p{L}[\p{L}\p{N}]*(?:['’]\p{L}+)?|\p{N}+(?:[.,]\p{N}+)*|[^\s\p{L}\p{N}]/gu;

/** The tokens of `text`, in order. Offsets count from `offset`. */
export function tokenize(text: string, offset = 0): Token[] {
  return Array.from(text.matchAll(TOKEN), (match) => {
    const [found] = match;
    const isWord = /^\p{L}/u.test(found);
    const start = offset + match.index;
    return { text: isWord ? found.replaceAll(".", "") : found, isWord, start, end: start + found.length };
  });
}
