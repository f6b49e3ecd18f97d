import type { Span } from "../text/span";
import { findHeading, isUnderline, namesDocument } from "./heading";

/** A part of a note under one heading; see {@link findSections}. */
export interface NoteSection {
  /** As the note writes it, without number, colon or markup; "" for what comes before the first heading. */
  title: string;
  /** The heading with its number, colon, markup or underline; empty where there is none. */
  heading: Span;
  /** From the heading's end to the next heading. */
  body: Span;
}

interface Line extends Span {
  text: string;
}

/**
 * The sections of a clinical note, in order. Headings are recognised as discharge summaries have them: markdown, bold or
 * underlined ones; usual ones ("Hospital Course:", "DISCHARGE MEDICATIONS", "PMH: ...") wherever a line begins; others in capitals,
 * or alone before a colon, after a blank line. A first line that only names the document is none.
 *
 * Each section begins where the one before ends, and only blank text may come before the first. A blank note has none.
 * Spans are in UTF-16 units. Takes linear time.
 */
export function findSections(note: string): NoteSection[] {
  const headings = findHeadings(note);
  const first = headings[0]?.heading.start ?? note.length;
  if (note.slice(0, first).trim() !== "") headings.unshift({ title: "", heading: { start: 0, end: 0 } });
  return headings.map(({ title, heading }, index) => ({
    title,
    heading,
    body: { start: heading.end, end: headings[index + 1]?.heading.start ?? note.length },
  }));
}

function findHeadings(note: string): Omit<NoteSection, "body">[] {
  const lines = splitLines(note);
  const headings: Omit<NoteSection, "body">[] = [];
  let previous = "";
  let seenText = false;
  for (const [index, { start, text }] of lines.entries()) {
    const startsBlock = previous === "";
    previous = text;
    if (text === "") continue;
    const isFirst = !seenText;
    seenText = true;
    if (isFirst && namesDocument(text)) continue;
    const following = lines[index + 1];
    const found = findHeading({ line: text, next: following?.text ?? "", startsBlock });
    if (found === undefined) continue;
    const isUnderlined = found.length === text.length && following !== undefined && isUnderline(following.text);
    headings.push({ title: found.title, heading: { start, end: isUnderlined ? following.end : start + found.length } });
  }
  return headings;
}

/** The lines, each without the spaces around it. */
function splitLines(note: string): Line[] {
  return Array.from(note.matchAll(/([^\r\n]*)(?:\r\n?|\n|$)/g), ({ index, 1: line = "" }) => {
    const text = line.trim();
    const start = index + line.length - line.trimStart().length;
    return { text, start, end: start + text.length };
  });
}
