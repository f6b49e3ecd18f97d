import { CENTURY, MONTH_NAME, monthNumber, yearNumber } from "../text/calendar";
import type { Span } from "../text/span";

const monthName = `(?<month>${MONTH_NAME})\\b\\.?`;
const fullYear = `(?<year>${CENTURY}\\d{2})(?![\\d.,]\\d)`;
const dayNumber = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";
const monthDigits = "(?<month>\\d{1,2})";

/** The ways of writing a date, the fullest first. Numbers are month first, as discharge summaries of MIMIC have them. */
const dates = [
  `\\b${fullYear}[-/.]${monthDigits}[-/.]${dayNumber}\\b`,
  `\\b${monthDigits}(?<separator>[-/.])${dayNumber}\\k<separator>(?<year>${CENTURY}?\\d{2})\\b`,
  `\\b${dayNumber}(?: of)? ${monthName},? ${fullYear}\\b`,
  `\\b${monthName} ${dayNumber},? ${fullYear}\\b`,
  `\\b${monthName},? ${fullYear}\\b`,
  `\\b${dayNumber}(?: of)? ${monthName}`,
  `\\b${monthName} ${dayNumber}\\b(?! ?(?:mg|mcg|ml|g|l|units?|%))`,
  `(?<=\\b(?:in|since|until|mid|early|late|by)[ -])${monthName}`,
  `^${monthDigits}/${dayNumber}$`,
  `(?:^|(?<=\\b(?:in|since|from|until|by|of|before|after|early|late|around) |\\())${fullYear}\\b`,
].map((pattern) => new RegExp(pattern, "i"));
const clock =
  /\b(?<hour>\d{1,2}):(?<minute>\d{2})(?: ?(?<half>[ap])\.?m\b)?|\b(?<wholeHour>\d{1,2}) ?(?<wholeHalf>[ap])\.?m\b/i;
const count = "(?:\\d+(?:[-–]\\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|few)";

/** Times that no calendar tells: days of the stay, durations, the day's parts. */
const relative = new RegExp(
  `\\b(?:(?:(?:hospital|post-?operative|post-?op) )?day (?:#\\s?)?\\d+|(?:pod|hd) ?#?\\d+|day of \\w+|(?:for |in |within |after |over |about |next )?${count}[ -](?:minute|hour|day|week|month|year)s?(?: (?:ago|later|earlier|before|after|prior)(?: (?:to )?(?:admission|discharge))?)?|(?:(?:on|at|before|after|since|until|prior to) )?(?:admission|discharge)|today|yesterday|tomorrow|this morning|last night)\\b`,
  "i",
);

export interface FoundTime {
  /** Its words in the text. */
  span: Span;
  /** Grows with time; the same for parts of a date that are not told. Undefined where no calendar date can be read. */
  order: number | undefined;
}

/**
 * The first date of the fullest kind in a text, or else the first time of another kind ("day 3", "in 4 weeks"). Undefined where
 * there is none. A date without its year is of `yearOfContext`, or cannot be ordered.
 */
export function findTime(text: string, yearOfContext?: number): FoundTime | undefined {
  for (const pattern of dates) {
    const match = pattern.exec(text);
    const parts = match?.groups;
    if (match === null || parts === undefined) continue;
    const order = orderOf(parts, text, yearOfContext);
    if (order !== "no date") return { span: { start: match.index, end: match.index + match[0].length }, order };
  }
  const match = relative.exec(text) ?? clock.exec(text);
  return match === null
    ? undefined
    : { span: { start: match.index, end: match.index + match[0].length }, order: undefined };
}

/** The year of a date that {@link findTime} could order. */
export function yearOf(order: number): number {
  return Math.floor(order / 1e8);
}

function orderOf(
  parts: Partial<Record<string, string>>,
  text: string,
  yearOfContext: number | undefined,
): number | undefined | "no date" {
  let month = parts.month === undefined ? 0 : monthNumber(parts.month);
  let day = Number(parts.day ?? 0);
  // Day first, where no month is that large.
  if (month > 12) [month, day] = [day, month];
  if (month > 12 || day > 31) return "no date";
  const year = parts.year === undefined ? yearOfContext : yearNumber(parts.year);
  return year === undefined ? undefined : ((year * 100 + month) * 100 + day) * 1e4 + timeOfDay(text);
}

/** Hours and minutes as a number of four digits; 0 where they are not told. */
function timeOfDay(text: string): number {
  const parts = clock.exec(text)?.groups;
  if (parts === undefined) return 0;
  const hour = Number(parts.hour ?? parts.wholeHour);
  const half = (parts.half ?? parts.wholeHalf)?.toLowerCase();
  const hours = half === undefined ? hour : (hour % 12) + (half === "p" ? 12 : 0);
  return hours * 100 + Number(parts.minute ?? 0);
}
