import type { Abbreviation } from "./result";

/** A piece of a note; an abbreviation in it has its expansion. */
export interface ExpandedPiece {
  text: string;
  expansion: string | undefined;
}

/** The whole note in pieces, with the expansion of each abbreviation where it stands. */
export function expandInPlace(note: string, abbreviations: readonly Abbreviation[]): ExpandedPiece[] {
  const places = abbreviations
    .flatMap(({ inNote, expansion }) => inNote.map((span) => ({ span, expansion })))
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const pieces: ExpandedPiece[] = [];
  let end = 0;
  const add = (from: number, to: number, expansion?: string) => {
    if (from < to) pieces.push({ text: note.slice(from, to), expansion });
    end = to;
  };
  for (const { span, expansion } of places) {
    // One that stands in a longer one is expanded with that.
    if (span.start < end) continue;
    add(end, span.start);
    add(span.start, span.end, expansion);
  }
  add(end, note.length);
  return pieces;
}
