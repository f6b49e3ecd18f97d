import type { Span } from "../text/span";

/** What stands more often in a note than this is found this many times: nobody looks at more. */
const mostPlaces = 200;
/** Between two words of a term, the note may have this many other characters: a comma and a line break, say. */
const longestGap = 3;

interface Words {
  lower: string[];
  spans: Span[];
}

/**
 * Finds terms in a note, as whole words in this order, whatever their case and the white space and punctuation between them. Making
 * it takes time linear in the note's length; looking up a term, in the number of times its rarest word stands in the note.
 */
export class TermIndex {
  readonly note: string;
  private readonly words: Words;
  private readonly places = new Map<string, number[]>();
  private readonly found = new Map<string, readonly Span[]>();

  constructor(note: string) {
    this.note = note;
    this.words = wordsOf(note);
    for (const [place, word] of this.words.lower.entries()) {
      const places = this.places.get(word);
      if (places === undefined) this.places.set(word, [place]);
      else places.push(place);
    }
  }

  /** Where a term stands in the note, in order: UTF-16 offsets. Empty where it does not, or has no words. */
  find(term: string): readonly Span[] {
    const known = this.found.get(term);
    if (known !== undefined) return known;
    const spans = this.search(term);
    this.found.set(term, spans);
    return spans;
  }

  has(term: string): boolean {
    return this.find(term).length > 0;
  }

  private search(term: string): Span[] {
    const sought = wordsOf(term);
    let rarest = { at: 0, places: undefined as number[] | undefined };
    for (const [at, word] of sought.lower.entries()) {
      const places = this.places.get(word);
      if (places === undefined) return [];
      if (rarest.places === undefined || places.length < rarest.places.length) rarest = { at, places };
    }
    const spans: Span[] = [];
    for (const place of rarest.places ?? []) {
      const span = this.matchAt(place - rarest.at, term, sought);
      if (span !== undefined && spans.push(span) === mostPlaces) break;
    }
    return spans;
  }

  /** The span of the sought words where the first is the note's `first`-th word, or undefined where other words are there. */
  private matchAt(first: number, term: string, sought: Words): Span | undefined {
    const { lower, spans } = this.words;
    for (const [i, word] of sought.lower.entries()) {
      if (lower[first + i] !== word) return undefined;
      if (i > 0 && !alike(gapBefore(this.note, spans, first + i), gapBefore(term, sought.spans, i))) return undefined;
    }
    const start = spans[first]?.start;
    const end = spans[first + sought.lower.length - 1]?.end;
    return start === undefined || end === undefined ? undefined : { start, end };
  }
}

/** "5.6" is not "5, 6": without space in the term there is none in the note. */
function alike(gapInNote: string, gapInTerm: string): boolean {
  return gapInNote.length <= longestGap && (/\s/.test(gapInTerm) || !/\s/.test(gapInNote));
}

function gapBefore(text: string, spans: Span[], word: number): string {
  return text.slice(spans[word - 1]?.end, spans[word]?.start);
}

function wordsOf(text: string): Words {
  const words: Words = { lower: [], spans: [] };
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    words.lower.push(match[0].toLowerCase());
    words.spans.push({ start: match.index, end: match.index + match[0].length });
  }
  return words;
}
