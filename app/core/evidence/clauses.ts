import type { Span } from "../text/span";

/** What parts a sentence in clauses whatever stands around it: semicolons, and the gaps between fields of a header line. */
const PARTS = /;\s|\s{3,}|\t+|:\s+(?=["“])|\s(?:but|whereas|while|although|though)\s/giu;

/** These part clauses only where each side has a figure of its own: `aspirin 81 mg, metoprolol 25 mg`. */
const COMMAS = /,\s+(?:and\s+|then\s+|later\s+)?|\s+and\s+/giu;

const FIGURE = /\d/u;
const WORDS = /\p{L}{4,}/gu;

/** The clauses of the sentence `span` of `text`, in order; just the sentence where it has only one. */
export function splitClauses(text: string, span: Span): Span[] {
  return split(text, [span], PARTS, () => true);
}

/** The clauses, and the items of a list of figures parted as well. */
export function splitListed(text: string, span: Span): Span[] {
  return split(
    text,
    splitClauses(text, span),
    COMMAS,
    (left, right) => hasFigureAndName(left) && hasFigureAndName(right),
  );
}

const hasFigureAndName = (part: string): boolean => FIGURE.test(part) && (part.match(WORDS)?.length ?? 0) > 0;

function split(
  text: string,
  spans: readonly Span[],
  pattern: RegExp,
  mayPart: (left: string, right: string) => boolean,
): Span[] {
  return spans.flatMap(({ start, end }) => {
    const part = text.slice(start, end);
    const pieces: Span[] = [];
    let from = 0;
    for (const match of part.matchAll(pattern)) {
      const next = match.index + match[0].length;
      if (match.index <= from || !mayPart(part.slice(from, match.index), part.slice(next, next + 200))) continue;
      pieces.push({ start: start + from, end: start + match.index });
      from = next;
    }
    pieces.push({ start: start + from, end });
    return pieces;
  });
}
