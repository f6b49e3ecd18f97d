import { findSections, type NoteSection } from "../../note/sections";
import type { Span } from "../../text/span";
import type { SummarySection } from "../result";
import { countWords, termOf, type Cell } from "../rows/cell";
import type { Row } from "../rows/row";
import { splitPair } from "../rows/split";

/** What names a section is short; a longer left side is a sentence with a colon in it. */
const longestTitle = 7;
/** Names the whole answer rather than a section of it. */
const wholeTitle = /^(?:(?:here|sure|below)\b.*|(?:brief |succinct |concise |discharge )*summary(?: of .*)?)$/i;

/**
 * Sections of a summary, from headings with text below them, "title: text", tables and JSON. What has no title stands before the
 * first. Empty where no section has one.
 */
export function parseSummary(answer: string, rows: readonly Row[], note: string): SummarySection[] {
  const places = placesByTitle(findSections(note));
  const sections: SummarySection[] = [];
  let underHeading = false;
  const open = (title: Cell | undefined, at: Span) => {
    const name = title?.text ?? "";
    if (name !== "" && sections.at(-1)?.title === name) return;
    sections.push({ title: name, paragraphs: [], inNote: places.get(name.toLowerCase()) ?? [], at });
  };
  for (const row of rows) {
    const [first, second] = readPair(answer, row, underHeading);
    if (row.kind === "heading") {
      const title = termOf(answer, first);
      underHeading = !wholeTitle.test(title.text);
      open(underHeading ? title : undefined, title.span);
    } else if (second !== undefined) {
      open(termOf(answer, first), row.span);
      append(sections, second);
    } else {
      if (sections.length === 0) open(undefined, row.span);
      append(sections, first);
    }
  }
  const written = sections.filter(({ paragraphs }) => paragraphs.length > 0);
  return written.some(({ title }) => title !== "") ? written : [];
}

/** Title and text of a row; the text alone where it has no title of its own. */
function readPair(answer: string, row: Row, underHeading: boolean): readonly [Cell, Cell?] {
  const [first, second] = row.cells;
  if (second !== undefined) return [first, second];
  // Below a heading, "sodium: 140" in a list is a point of its section.
  if (row.kind === "heading" || (underHeading && row.kind === "item")) return [first];
  const [title, text] = splitPair(answer, first) ?? [];
  if (title === undefined || text === undefined || countWords(title.text) > longestTitle) return [first];
  // A dash or brackets belong to a sentence more often than to a title.
  return answer.slice(title.span.end, text.span.start).includes(":") ? [title, text] : [first];
}

function append(sections: readonly SummarySection[], { text }: Cell): void {
  sections.at(-1)?.paragraphs.push(text);
}

/** Headings of the note by their titles in lower case. */
function placesByTitle(sections: readonly NoteSection[]): Map<string, Span[]> {
  const places = new Map<string, Span[]>();
  for (const { title, heading } of sections) {
    if (title === "") continue;
    const key = title.toLowerCase();
    places.set(key, [...(places.get(key) ?? []), heading]);
  }
  return places;
}
