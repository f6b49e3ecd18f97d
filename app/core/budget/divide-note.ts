import { splitSentences } from "../text/sentences";
import { spanOf, type Span } from "../text/span";

/** A stretch of a note, and how many tokens it is. */
export interface MeasuredSpan extends Span {
  tokens: number;
}

/**
 * Cuts a note into as few parts as it takes, one after the other, of at most `room` tokens each: between sections, within a
 * section that is longer between sentences, and within a sentence that is longer between words. Together the parts are the whole
 * note from the first section on.
 * @param sections in order, each from where the one before ends; see measure-note.ts
 * @param countTokens of any text; called a few times for what is longer than a part only
 */
export function divideNote(
  note: string,
  sections: readonly MeasuredSpan[],
  room: number,
  countTokens: (text: string) => number,
): Span[] {
  const measured = ({ start, end }: Span): MeasuredSpan => ({
    start,
    end,
    tokens: countTokens(note.slice(start, end)),
  });
  const pieces = sections.flatMap((section) =>
    section.tokens <= room
      ? [section]
      : sentencesOf(note, section).flatMap((sentence) => halves(note, measured(sentence), room, measured)),
  );
  return fill(pieces, room);
}

/** Joins what follows each other as long as it has room. */
function fill(pieces: readonly MeasuredSpan[], room: number): Span[] {
  const parts: MeasuredSpan[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (last === undefined || last.tokens + piece.tokens > room) parts.push({ ...piece });
    else {
      last.end = piece.end;
      last.tokens += piece.tokens;
    }
  }
  return parts.map(spanOf);
}

/** A section's sentences, each with what stands before the next. */
function sentencesOf(note: string, { start, end }: Span): Span[] {
  const starts = splitSentences(note.slice(start, end)).map((sentence) => start + sentence.start);
  return [start, ...starts.slice(1)].map((from, index) => ({ start: from, end: starts[index + 1] ?? end }));
}

/** A stretch cut in two, and those again, until each has room. */
function halves(
  note: string,
  span: MeasuredSpan,
  room: number,
  measured: (span: Span) => MeasuredSpan,
): MeasuredSpan[] {
  const { start, end, tokens } = span;
  if (tokens <= room || end - start < 2) return [span];
  const middle = cutBefore(note, start, start + Math.ceil((end - start) / 2));
  return [measured({ start, end: middle }), measured({ start: middle, end })].flatMap((half) =>
    halves(note, half, room, measured),
  );
}

/** The last space before the middle, or the middle where there is none; never within a character. */
function cutBefore(note: string, start: number, middle: number): number {
  const space = note.lastIndexOf(" ", middle - 1);
  if (space > start) return space;
  const code = note.charCodeAt(middle);
  return code >= 0xdc00 && code <= 0xdfff && middle - 1 > start ? middle - 1 : middle;
}
