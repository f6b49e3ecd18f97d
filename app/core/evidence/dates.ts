import { CENTURY, MONTH_NAME, monthNumber, yearNumber } from "../text/calendar";
import type { Span } from "../text/span";

/** A date as a text has it: what it leaves out is undefined. */
export interface DateMention extends Span {
  year?: number;
  /** 1 to 12. */
  month?: number;
  day?: number;
  /** No longer so: the first date of `postponed from Monday to Friday`. */
  isOverruled?: boolean;
}

const MONTH = String.raw`(?<month>${MONTH_NAME})\.?`;
const DAY = String.raw`(?<day>[12]\d|3[01]|0?[1-9])`;
const YEAR = String.raw`(?<year>${CENTURY}\d\d)`;

/** Tried in this order; what one of them takes is closed to the others. */
const PATTERNS = [
  String.raw`\b${YEAR}-(?<month>1[0-2]|0[1-9])-${DAY}\b`,
  String.raw`\b(?<month>1[0-2]|0?[1-9])/${DAY}/(?<year>${CENTURY}?\d\d)\b`,
  String.raw`\b${MONTH}\s+${DAY}(?:st|nd|rd|th)?(?:,?\s+${YEAR})?\b(?!\s*mg)`,
  String.raw`\b${DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?${MONTH}(?:,?\s+${YEAR})?\b`,
  String.raw`\b(?:mid-?|early\s|late\s|(?:middle|end|beginning) of\s)?${MONTH},?\s+(?:of\s+)?${YEAR}\b`,
  String.raw`(?<![\w.-])(?<month>1[0-2]|0[1-9])-(?<day>0[1-9]|[12]\d|3[01])(?![\w-]|\.\d)`,
  String.raw`\b(?:mid-?|early\s|late\s|(?:middle|end|beginning) of\s)?(?!may\b|mar\b|sept?\b)${MONTH}\b`,
  String.raw`(?<![\w./,])${YEAR}(?![\w%/]|[.,]\d|\s*(?:mg|g|mcg|ml|cc|units|kcal|calories)\b)`,
].map((pattern) => new RegExp(pattern, "giu"));

const MAY_HOLD = /\d|jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec/iu;
const MOVED = /\b(?:postpone|reschedul|move|push|delay|defer|chang|bring|brought)/iu;

/** The dates of a text, in any of the usual spellings, in order. Month before day where both are numbers. */
export function findDates(text: string): DateMention[] {
  if (!MAY_HOLD.test(text)) return [];
  const found: DateMention[] = [];
  let open = text;
  for (const pattern of PATTERNS) {
    for (const match of open.matchAll(pattern)) {
      const isOverruled = MOVED.test(text) && /\bfrom\s+$/iu.test(text.slice(0, match.index).slice(-8));
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        ...readDate(match.groups ?? {}),
        ...(isOverruled ? { isOverruled } : {}),
      });
    }
    open = blank(open, found);
  }
  return found.sort((a, b) => a.start - b.start);
}

function readDate({ year, month, day }: Partial<Record<string, string>>): Omit<DateMention, keyof Span> {
  return {
    ...(year === undefined ? {} : { year: yearNumber(year) }),
    ...(month === undefined ? {} : { month: monthNumber(month) }),
    ...(day === undefined ? {} : { day: Number(day) }),
  };
}

/** The text with spaces in place of the spans. */
export function blank(text: string, spans: readonly Span[]): string {
  let result = text;
  for (const { start, end } of spans) result = result.slice(0, start) + " ".repeat(end - start) + result.slice(end);
  return result;
}

const FIELDS = ["year", "month", "day"] as const;

/** Whether two dates may be one: they share a field and differ in none. */
export function datesAgree(a: DateMention, b: DateMention): boolean {
  const shared = FIELDS.filter((field) => a[field] !== undefined && b[field] !== undefined);
  return (
    shared.length > 0 && !(shared.length === 1 && shared[0] === "day") && shared.every((field) => a[field] === b[field])
  );
}

/** Whether two dates are exact to the same field, so that one can be wrong of the other. */
export function datesCompare(a: DateMention, b: DateMention): boolean {
  return (a.day === undefined) === (b.day === undefined) && (a.month === undefined) === (b.month === undefined);
}
