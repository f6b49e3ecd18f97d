import { overlap, type Span } from "../../core/text/span";
import type { NoteMark } from "../../core/note/note-mark";

/** A stretch of the note that the same marks cover from end to end. */
export interface MarkedSpan extends Span {
  /** Of the mark that matters most. */
  kind: NoteMark["kind"];
  /** What all of them mean. */
  label: string;
  /** What rests on any of them. */
  ids: string[];
}

/** The kinds of marks, what matters most first. */
const kinds: readonly NoteMark["kind"][] = ["conflict", "support", "entity"];

/**
 * Cuts marks that nest or overlap into stretches that do not, in the order of the text. Marks are cut off at `length`, the
 * note's; what is empty then is dropped.
 */
export function flattenMarks(marks: readonly NoteMark[], length: number): MarkedSpan[] {
  const edges = marks
    .filter(({ span }) => span.start < Math.min(span.end, length))
    .flatMap((mark) => [
      { at: mark.span.start, mark, opens: true },
      { at: Math.min(mark.span.end, length), mark, opens: false },
    ])
    .sort((a, b) => a.at - b.at);
  const flat: MarkedSpan[] = [];
  const open = new Set<NoteMark>();
  let start = 0;
  for (const { at, mark, opens } of edges) {
    if (open.size > 0 && at > start) flat.push({ start, end: at, ...joinMarks([...open]) });
    start = at;
    if (opens) open.add(mark);
    else open.delete(mark);
  }
  return flat;
}

/** The parts of `spans` within a range. Both are in the order of the text. */
export function clipSpans(spans: readonly MarkedSpan[], range: Span): MarkedSpan[] {
  return spans
    .filter((span) => overlap(span, range))
    .map((span) => ({ ...span, start: Math.max(span.start, range.start), end: Math.min(span.end, range.end) }));
}

function joinMarks(marks: readonly NoteMark[]): Pick<MarkedSpan, "kind" | "label" | "ids"> {
  return {
    kind: kinds.find((kind) => marks.some((mark) => mark.kind === kind)) ?? "entity",
    label: [...new Set(marks.map(({ label }) => label))].join("; "),
    ids: [...new Set(marks.flatMap(({ ids }) => ids))],
  };
}
