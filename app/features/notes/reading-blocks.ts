import type { NoteSection } from "../../core/note/sections";
import type { Span } from "../../core/text/span";

/** A part of the note that is laid out, and drawn anew, by itself. Together the blocks are the whole note. */
export interface ReadingBlock extends Span {
  text: string;
  /** The heading that the block begins with, where it does. */
  heading: Span | undefined;
}

/** About as much as two screens show, in characters: longer sections become several blocks. */
const maxBlockLength = 6000;

/** Cuts a note into blocks: at the lines that its sections begin with, and within long ones where lines end. */
export function readingBlocks(note: string, sections: readonly NoteSection[]): ReadingBlock[] {
  const headings = new Map<number, Span>();
  for (const { heading } of sections) {
    if (heading.start < heading.end) headings.set(note.lastIndexOf("\n", heading.start) + 1, heading);
  }
  const starts = [...new Set([0, ...headings.keys()])];
  return starts.flatMap((start, index) => {
    const parts = splitLines(note, { start, end: starts[index + 1] ?? note.length });
    return parts.map((part) => ({
      ...part,
      text: note.slice(part.start, part.end),
      heading: headings.get(part.start),
    }));
  });
}

function splitLines(note: string, { start, end }: Span): Span[] {
  const parts: Span[] = [];
  let from = start;
  while (end - from > maxBlockLength) {
    const lineEnd = note.indexOf("\n", from + maxBlockLength);
    if (lineEnd === -1 || lineEnd + 1 >= end) break;
    parts.push({ start: from, end: lineEnd + 1 });
    from = lineEnd + 1;
  }
  if (from < end) parts.push({ start: from, end });
  return parts;
}
