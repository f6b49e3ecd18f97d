import { diffArrays } from "diff";

/** A stretch of two texts: `added` is in the second alone, `removed` in the first alone. */
export interface ComparedPart {
  value: string;
  added: boolean;
  removed: boolean;
}

/** Two texts word by word. A figure is one word: of 2.5 and 5, or 120/80 and 120/90, all differs. */
export function compareWords(text: string, other: string): ComparedPart[] {
  return diffArrays(wordsOf(text), wordsOf(other)).map(({ value, added, removed }) => ({
    value: value.join(""),
    added,
    removed,
  }));
}

/** Words, figures, spaces and marks, which together are the text. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:[.,:/-]\p{N}+)*|\s+|[^\s\p{L}\p{N}]/gu) ?? [];
}
