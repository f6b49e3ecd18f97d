import type { Span } from "./span";

/** Ends a sentence, unless what stands around it says otherwise: closing marks after it belong to it. */
const END = /[.!?]+["'”’)\]]*(?=\s|$)|\n/gu;

/** A list item's marker at the start of a line: `-`, `*`, `•`, `1.`, `2)`, `#`. It is no part of the sentence. */
const MARKER = /^[ \t]*(?:[-*•–#>]+|\d{1,2}[.)])[ \t]+/u;

/** A line without the marker that it may start with. */
export function withoutMarker(line: string): string {
  return line.replace(MARKER, "");
}

/** A full stop after these does not end a sentence, whatever follows. */
const TITLES = /(?:^|[^\p{L}\p{N}])(?:dr|mr|mrs|ms|prof|st|vs|e\.g|i\.e|approx|ca|fig|incl)$/iu;

/** Nor after these where a figure follows: `Nov. 3`. */
const BEFORE_FIGURES = /(?:^|[^\p{L}\p{N}])(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no|pp?|vol)$/iu;

/** A full stop after these ends a sentence only where an upper-case letter follows: `b.i.d.`, `p.o.`, `J.`. */
const DOTTED = /(?:^|[^\p{L}])\p{L}(?:\.\p{L})*$/u;

/** Lines shorter than this are lines of their own; longer ones may be paragraphs broken at a fixed width. */
const WRAPPED_LINE = 50;

/** In UTF-16 units. Longer ones are lists or no text at all, and what reads sentences may rely on their being short. */
const LONGEST = 1000;

/**
 * Splits clinical text in sentences. They also end at line breaks, unless a paragraph was broken at a fixed width. Takes time
 * linear in the text.
 * @returns spans in the text, trimmed, each with a letter or digit, in order, never overlapping
 */
export function splitSentences(text: string): Span[] {
  const sentences: Span[] = [];
  let start = 0;
  let lineStart = 0;
  const close = (end: number) => {
    while (start < end) {
      const cut = end - start > LONGEST ? cutAtSpace(text, start) : end;
      const sentence = trim(text, start, cut);
      if (sentence !== undefined) sentences.push(sentence);
      start = cut;
    }
  };
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    if (match[0] === "\n") {
      if (!isWrapped(text, lineStart, match.index)) close(end);
      lineStart = end;
    } else if (endsSentence(text, start, lineStart, match.index, end)) {
      close(end);
    }
  }
  close(text.length);
  return sentences;
}

/** Where to cut what has no end within {@link LONGEST}: at the last white space before, or else right there. */
function cutAtSpace(text: string, start: number): number {
  const space = text.slice(start, start + LONGEST).search(/\s\S*$/u);
  return start + (space > 0 ? space + 1 : LONGEST);
}

/** Whether the line goes on in the next one, as in text that was broken at a fixed width. */
function isWrapped(text: string, lineStart: number, lineEnd: number): boolean {
  return lineEnd - lineStart >= WRAPPED_LINE && /^[ \t]*\p{Ll}/u.test(text.slice(lineEnd + 1, lineEnd + 40));
}

function endsSentence(text: string, start: number, lineStart: number, stop: number, end: number): boolean {
  if (text.charAt(stop) !== "." || text.charAt(stop + 1) === ".") return true;
  const before = text.slice(Math.max(start, stop - 12), stop);
  // The number of a list item.
  if (/^\s*\d{1,2}$/u.test(text.slice(Math.max(lineStart, stop - 6), stop)) && stop - lineStart <= 6) return false;
  const next = /^\s*(\S?)/u.exec(text.slice(end, end + 40))?.[1] ?? "";
  if (/\p{Ll}/u.test(next)) return false;
  if (TITLES.test(before) || (BEFORE_FIGURES.test(before) && /\d/u.test(next))) return false;
  // A single capital letter is an initial; dotted abbreviations end a sentence where the next one starts.
  if (DOTTED.test(before)) return before.includes(".") || !/\p{Lu}$/u.test(before) || !/\p{Lu}/u.test(next);
  return true;
}

/** The span without white space around it and without a list item's marker, if anything is left. */
function trim(text: string, start: number, end: number): Span | undefined {
  const raw = text.slice(start, end);
  const trimmed = raw.trimEnd();
  const skipped = MARKER.exec(trimmed)?.[0].length ?? 0;
  const body = trimmed.slice(skipped);
  const blank = body.length - body.trimStart().length;
  if (!/[\p{L}\p{N}]/u.test(body)) return undefined;
  return { start: start + skipped + blank, end: start + trimmed.length };
}
