import { findTime, yearOf } from "../find-time";
import type { TermIndex } from "../term-index";
import type { TimelineEvent } from "../result";
import { cellOf, countWords, isBlank, termOf, type Cell } from "../rows/cell";
import { cellNamed, type Row } from "../rows/row";
import { sentencesOf, splitPair } from "../rows/split";

const timeColumn = /^(?:date|time|when|date(?:\/| or | and )time|timestamp|period|day)s?$/;
const eventColumn = /^(?:event|description|what|details?|item|procedure|test|medication|appointment)s?$/;
/** What tells when is short; longer pieces are events with a time in them. */
const longestTime = 10;

/** A note's own year stands among its first characters. */
const headOfNote = 2000;

/** As far apart as the orders of dates are that {@link findTime} reads. */
const aYear = 1e8;
const halfAYear = 6e6;

interface Dated {
  /** Empty where no time was told. */
  when: string;
  event: string;
}

/**
 * Events and their times, from "time: event", "event (time)", tables, JSON, headings that are dates, and sentences with a time in
 * them. Sorted by date; an event without one that could be read stays behind the one before it. Empty where nothing has a time, or
 * where running text tells of one only.
 */
export function parseTimeline(answer: string, rows: readonly Row[], note: TermIndex): TimelineEvent[] {
  const year = yearIn(answer) ?? yearIn(note.note.slice(0, headOfNote));
  let last: number | undefined;
  let heading = "";
  let isList = false;
  const events: TimelineEvent[] = [];
  for (const row of rows) {
    if (row.kind === "heading") {
      const title = termOf(answer, row.cells[0]).text;
      heading = isTime(title) ? title : "";
      continue;
    }
    isList ||= row.kind === "item";
    for (const { when, event } of readEvents(answer, row, heading)) {
      const order = last === undefined ? findTime(when, year)?.order : orderAfter(last, when);
      last = order ?? last;
      const inNote = note.find(when);
      events.push({ when, event, order, inNote: inNote.length > 0 ? inNote : note.find(event), at: row.span });
    }
  }
  const timed = events.filter(({ when }) => when !== "").length;
  return timed === 0 || (timed === 1 && !isList) ? [] : inOrder(events);
}

function readEvents(answer: string, row: Row, heading: string): Dated[] {
  const paired = readPair(answer, row);
  if (paired !== undefined) return [paired];
  const dated = sentencesOf(answer, row.cells[0]).flatMap((sentence) => {
    const inText = readSentence(answer, sentence);
    return inText === undefined || (heading !== "" && findTime(inText.when)?.order === undefined) ? [] : [inText];
  });
  if (dated.length > 0) return dated;
  return heading === "" && row.kind !== "item" ? [] : [{ when: heading, event: termOf(answer, row.cells[0]).text }];
}

/** The two sides of a row, whichever of them tells when. */
function readPair(answer: string, row: Row): Dated | undefined {
  const time = cellNamed(row, timeColumn);
  const named = cellNamed(row, eventColumn) ?? row.cells.find((cell) => cell !== time);
  if (time !== undefined && named !== undefined) return { when: time.text, event: named.text };
  const [first, second] = row.cells.length > 1 ? row.cells : (splitPair(answer, row.cells[0]) ?? []);
  if (first === undefined || second === undefined) return undefined;
  const [left, right] = [termOf(answer, first).text, termOf(answer, second).text];
  if (isTime(left) && !isDateOf(right, left)) return { when: left, event: right };
  return isTime(right) ? { when: right, event: left } : undefined;
}

/** Whether a text is a date and nothing else, where the time before it is none of the calendar: "Admission: 12/31/2021". */
function isDateOf(text: string, before: string): boolean {
  const date = findTime(text, 0);
  const isWhole = date?.order !== undefined && date.span.end - date.span.start === text.length;
  return isWhole && findTime(before, 0)?.order === undefined;
}

/** When it was, in the year of the date told last; or in the next one, where the year is not told and New Year lies between. */
function orderAfter(last: number, when: string): number | undefined {
  const order = findTime(when, yearOf(last))?.order;
  if (order === undefined || findTime(when)?.order !== undefined) return order;
  return last - order > halfAYear ? order + aYear : order;
}

/** A sentence with a time in it; the time is left out where it stands at the beginning. */
function readSentence(answer: string, cell: Cell): Dated | undefined {
  const sentence = termOf(answer, cell);
  const text = answer.slice(sentence.span.start, sentence.span.end);
  const time = findTime(text);
  if (time === undefined) return undefined;
  const before = text.slice(0, time.span.start);
  const atStart = /^(?:(?:on|in|at|by|from|since|the) )*$/i.test(before);
  const event = atStart ? cellOf(answer, sentence.span.start + time.span.end, sentence.span.end) : sentence;
  return isBlank(event) ? undefined : { when: text.slice(time.span.start, time.span.end), event: event.text };
}

function isTime(text: string): boolean {
  return countWords(text) <= longestTime && findTime(text) !== undefined;
}

function yearIn(text: string): number | undefined {
  const order = findTime(text)?.order;
  return order === undefined ? undefined : yearOf(order);
}

/** By date; what has none keeps its place behind what stands before it. */
function inOrder(events: readonly TimelineEvent[]): TimelineEvent[] {
  let last = 0;
  const placed = events.map((event) => {
    last = event.order ?? last;
    return { event, order: last };
  });
  return placed.sort((a, b) => a.order - b.order).map(({ event }) => event);
}
