import { splitSentences } from "../../text/sentences";
import { cellOf, countWords, isBlank, type Cell } from "./cell";

const arrow = /-{1,3}>|={1,3}>|→|⇒|⟶/;
const everyArrow = new RegExp(arrow, "g");
/** Not between digits, where it is a time or a ratio. */
const colon = /:(?!\d|\/\/)|(?<!\d):(?=\d)/;
const dash = / [-–—] |—|\t| = /;
/** What names something is short; a longer left side is a sentence with a colon or a dash in it. */
const longestKeyWords = 10;

/**
 * The two sides of "A -> B", "A: B", "A - B", "A = B" or "A (B)", whichever is found first in this order. Undefined where there is
 * none, where a side is empty or where the first is a sentence.
 */
export function splitPair(answer: string, cell: Cell): [Cell, Cell] | undefined {
  const { start, end } = cell.span;
  const text = answer.slice(start, end);
  for (const separator of [arrow, colon, dash]) {
    const match = separator.exec(text);
    if (match === null) continue;
    const at = start + match.index;
    const pair = sides(cellOf(answer, start, at, cell.key), cellOf(answer, at + match[0].length, end, cell.key));
    if (pair !== undefined) return pair;
  }
  const open = text.endsWith(")") ? text.lastIndexOf("(") : -1;
  return open <= 0
    ? undefined
    : sides(cellOf(answer, start, start + open, cell.key), cellOf(answer, start + open + 1, end - 1, cell.key));
}

function sides(left: Cell, right: Cell): [Cell, Cell] | undefined {
  return isBlank(left) || isBlank(right) || countWords(left.text) > longestKeyWords ? undefined : [left, right];
}

/** The links of "A -> B -> C" or "A - B - C"; one where there is no such chain. */
export function splitChain(answer: string, cell: Cell): Cell[] {
  const text = answer.slice(cell.span.start, cell.span.end);
  const byArrows = splitAt(answer, cell, everyArrow);
  if (byArrows.length > 1) return byArrows;
  const byDashes = splitAt(answer, cell, / [-–—] /g);
  if (byDashes.length === 3) return byDashes;
  const inner = text.startsWith("(") && text.endsWith(")");
  const byCommas = inner ? splitAt(answer, cellOf(answer, cell.span.start + 1, cell.span.end - 1), /,/g) : [];
  return byCommas.length === 3 ? byCommas : [cell];
}

/** The parts of a cell between separators, a global pattern, without empty ones. */
function splitAt(answer: string, { span, key }: Cell, separator: RegExp): Cell[] {
  const parts: Cell[] = [];
  let from = span.start;
  for (const match of answer.slice(span.start, span.end).matchAll(separator)) {
    parts.push(cellOf(answer, from, span.start + match.index, key));
    from = span.start + match.index + match[0].length;
  }
  parts.push(cellOf(answer, from, span.end, key));
  return parts.filter((part) => !isBlank(part));
}

/**
 * The items of "a, b (with c, d); e and f". Commas in brackets and in numbers belong to their item, and so does an "and" in what
 * `isTerm` knows as one: "head and neck cancer".
 */
export function splitList(answer: string, { span, key }: Cell, isTerm: (text: string) => boolean): Cell[] {
  const items: Cell[] = [];
  let from = span.start;
  let depth = 0;
  const add = (end: number) => {
    const item = withoutAnd(answer, cellOf(answer, from, end, key));
    from = end + 1;
    if (!isBlank(item)) items.push(item);
  };
  for (let i = span.start; i < span.end; i++) {
    const char = answer.charAt(i);
    if (char === "(") depth++;
    else if (char === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0 && (char === ";" || (char === "," && !isInNumber(answer, i)))) add(i);
  }
  add(span.end);
  return items.flatMap((item) => splitAnd(answer, item, isTerm));
}

function isInNumber(answer: string, at: number): boolean {
  return /^\d,\d{3}(?!\d)/.test(answer.slice(at - 1, at + 5));
}

function withoutAnd(answer: string, item: Cell): Cell {
  return /^and /i.test(item.text) ? cellOf(answer, item.span.start + 3, item.span.end, item.key) : item;
}

function splitAnd(answer: string, item: Cell, isTerm: (text: string) => boolean): Cell[] {
  const parts = splitAt(answer, item, / and /g);
  return parts.length === 2 && !isTerm(item.text) && parts.every(({ text }) => countWords(text) <= 5) ? parts : [item];
}

/** The sentences of a cell. */
export function sentencesOf(answer: string, { span, key }: Cell): Cell[] {
  return splitSentences(answer.slice(span.start, span.end)).map(({ start, end }) =>
    cellOf(answer, span.start + start, span.start + end, key),
  );
}
