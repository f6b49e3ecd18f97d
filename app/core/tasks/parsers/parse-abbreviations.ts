import type { Span } from "../../text/span";
import type { TermIndex } from "../term-index";
import type { Abbreviation } from "../result";
import { cellOf, countWords, termOf, type Cell } from "../rows/cell";
import { cellNamed, type Row } from "../rows/row";
import { splitList, splitPair } from "../rows/split";
import { isAbbreviated, standsFor } from "./abbreviated";

const shortColumn = /^(?:abbreviation|acronym|short(?: form)?|term)s?$/;
const longColumn =
  /^(?:expan(?:sion|ded(?: form)?)|meaning|full (?:form|term|name)|definition|stands for|long form)s?$/;
const verb =
  "(?:stands? for|(?:is|are) short for|means?|refers? to|is an? (?:abbreviation|acronym) (?:for|of)|denotes?)";
const meaning = new RegExp(`\\s${verb}\\s`, "i");
/** Ends of sentences, and what stands between two abbreviations in one. */
const between = new RegExp(`([.;](?:\\s|$)|(?:,|\\sand)\\s(?=(?:and\\s)?\\S+\\s${verb}\\s))`, "i");
/** "The abbreviation 'COPD'", "In this report, COPD". */
const leadIn = /^(?:.{0,60}\b(?:abbreviation|acronym|term|report|summary|note)s?,?\s)?["'“‘]?([^\s"'”’]+)["'”’]?$/i;
/** A longer expansion is an explanation. */
const longestExpansion = 20;
/** An expansion begins in this many characters before the bracket with its abbreviation. */
const longestBefore = 200;
/** English words that are written like abbreviations in lower case: they stand for themselves. */
const words = new Set(
  "a all am an as at be can do go had has he her his i in is it me no not of on or so to us was".split(" "),
);

/**
 * Abbreviations and what they stand for, from pairs on lines, tables, JSON and sentences ("COPD stands for …", "chronic obstructive
 * pulmonary disease (COPD)"). Each once, in the order of the answer. `asked` is the one that was asked for, or empty: an answer
 * without structure is then its expansion, where the letters agree.
 */
export function parseAbbreviations(
  answer: string,
  rows: readonly Row[],
  note: TermIndex,
  asked: string,
): Abbreviation[] {
  const found = new Map<string, Abbreviation>();
  const add = (short: Cell, long: Cell) => {
    const { text } = termOf(answer, short);
    const expansion = termOf(answer, long).text;
    if (!isPair(text, expansion) || found.has(text.toLowerCase())) return;
    const at = { start: Math.min(short.span.start, long.span.start), end: Math.max(short.span.end, long.span.end) };
    found.set(text.toLowerCase(), { text, expansion, inNote: placesOf(text, note), at });
  };
  for (const row of rows) {
    if (row.kind === "heading") continue;
    const pairs = readPairs(answer, row);
    for (const pair of pairs) add(...pair);
    if (pairs.length > 0) continue;
    for (const inText of readSentences(answer, row.cells[0])) add(...inText);
  }
  const [only] = rows;
  if (found.size === 0 && asked !== "" && rows.length === 1 && only !== undefined) {
    const { text, span } = termOf(answer, only.cells[0]);
    if (countWords(text) <= longestExpansion && standsFor(asked, text)) {
      return [{ text: asked, expansion: text, inNote: placesOf(asked, note), at: span }];
    }
  }
  return [...found.values()];
}

/** The pair of a row, or each of "COPD: lungs, HTN: pressure". */
function readPairs(answer: string, row: Row): [short: Cell, long: Cell][] {
  const items = row.cells.length === 1 ? splitList(answer, row.cells[0], () => true) : [];
  const listed = items.map((item) => readPair(answer, { ...row, cells: [item] })).filter((pair) => pair !== undefined);
  if (items.length > 1 && listed.length === items.length) return listed;
  const pair = readPair(answer, row);
  return pair === undefined ? [] : [pair];
}

function readPair(answer: string, row: Row): [short: Cell, long: Cell] | undefined {
  const short = cellNamed(row, shortColumn);
  const long = cellNamed(row, longColumn);
  if (short !== undefined && long !== undefined) return [short, long];
  const [first, second] = row.cells.length > 1 ? row.cells : (splitPair(answer, row.cells[0]) ?? []);
  if (first === undefined || second === undefined) return undefined;
  const left = termOf(answer, first).text;
  const right = termOf(answer, second).text;
  if (isAbbreviated(left) || (left.length < right.length && standsFor(left, right) && !left.includes(" "))) {
    return [first, second];
  }
  return isAbbreviated(right) && standsFor(right, left) ? [second, first] : undefined;
}

/** Pairs in running text. */
function readSentences(answer: string, { span }: Cell): [short: Cell, long: Cell][] {
  const pairs: [Cell, Cell][] = [];
  let from = span.start;
  for (const part of answer.slice(span.start, span.end).split(between)) {
    const end = from + part.length;
    const match = meaning.exec(part);
    const short = leadIn.exec(part.slice(0, match?.index ?? 0).trim())?.[1];
    if (match !== null && short !== undefined) {
      const at = answer.indexOf(short, from);
      pairs.push([cellOf(answer, at, at + short.length), cellOf(answer, from + match.index + match[0].length, end)]);
    }
    for (const inBrackets of part.matchAll(/\(([^()\s]{2,12})\)/g)) {
      const open = from + inBrackets.index;
      const long = expansionBefore(answer, from, open, inBrackets[1] ?? "");
      if (long !== undefined) pairs.push([cellOf(answer, open + 1, open + inBrackets[0].length - 1), long]);
    }
    from = end;
  }
  return pairs;
}

/** The fewest words before a bracket that the abbreviation in it stands for, one word a letter at most. */
function expansionBefore(answer: string, from: number, open: number, short: string): Cell | undefined {
  if (!isAbbreviated(short)) return undefined;
  const first = Math.max(from, open - longestBefore);
  const starts = Array.from(answer.slice(first, open).matchAll(/\S+/g), ({ index }) => first + index);
  for (const start of starts.slice(-short.length).reverse()) {
    if (standsFor(short, answer.slice(start, open))) return cellOf(answer, start, open);
  }
  return undefined;
}

function isPair(short: string, expansion: string): boolean {
  return (
    short !== "" &&
    expansion !== "" &&
    short.toLowerCase() !== expansion.toLowerCase() &&
    !/^(?:n\/?a|none|unknown|not? .*)$/i.test(expansion) &&
    countWords(short) <= 3 &&
    countWords(expansion) <= longestExpansion
  );
}

/** As it is written, or else in any case, but not where a word of English has the same letters. */
function placesOf(short: string, note: TermIndex): readonly Span[] {
  const spans = note.find(short);
  const exact = spans.filter(({ start, end }) => short.startsWith(note.note.slice(start, end)));
  if (exact.length > 0) return exact;
  return spans.filter(({ start, end }) => !words.has(note.note.slice(start, end)));
}
