import type { Span } from "../text/span";
import { blank } from "./dates";
import { isDosed, isMeasured, sizeOf, UNIT } from "./units";

/** A number with its unit; `24/26 mg` has two values. */
export interface Quantity extends Span {
  /** In the base unit of the dimension. */
  values: number[];
  /** What the unit measures: `mass`, `mg/dL`; "" for a number without unit, `@type` for the 2 of `type 2`, `-lead` for `12-lead`. */
  dimension: string;
  /** What the text says that it was at: before a change, after it, or at its peak. */
  role?: "from" | "to" | "peak";
}

const NUMBER_WORDS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const NUMBER = String.raw`(?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+|(?:half an?|${NUMBER_WORDS.join("|")})(?![\p{L}])`;
const LABEL = "type|stage|grade|class|day|cycle|phase|category|group";
const QUANTITY = new RegExp(
  String.raw`(?:(?<label>${LABEL})s?[ ]|(?<age>\bage[d:]?\s+(?:of\s+)?)|(?<![\p{L}\p{N}.^])x ?|(?<![\p{L}\p{N}.^])|(?<=[<>=~]))(?<number>${NUMBER})(?:(?:\s?/\s?|\s+out of\s+)(?<second>\d+(?:\.\d+)?))?(?:[\s-]*(?<unit>${UNIT})(?![\p{L}\p{N}]))?(?![\p{N}])(?:(?=-(?<kind>\p{L}+))|)`,
  "giu",
);
const ROMAN = new RegExp(String.raw`\b(?<label>stage|class|type|grade)s? (?<roman>i{1,3}|iv|v)(?![\p{L}\p{N}])`, "giu");

const COUNT = String.raw`(?<count>\d+|${NUMBER_WORDS.join("|")})`;
const PER_DAY = "(?:a day|per day|daily|each day|every day|/ ?day|in 24 hours)";

/** How often a day, as prescriptions say it; tried in this order. */
const FREQUENCIES: readonly (readonly [pattern: RegExp, timesADay: (count: number) => number])[] = [
  [new RegExp(String.raw`\b(?:q|every )${COUNT}(?:-\d+)? ?(?:h|hrs?|hours?|hourly)\b`, "giu"), (count) => 24 / count],
  [new RegExp(String.raw`\b${COUNT} ?(?:times|x) ?${PER_DAY}`, "giu"), (count) => count],
  [new RegExp(String.raw`\b${COUNT} times (?:(?:a|per|each|every) week|weekly)\b`, "giu"), (count) => count / 7],
  [new RegExp(String.raw`\b(?:twice|two times)[ -]${PER_DAY}|\bb\.?i\.?d\b\.?(?: ?${PER_DAY})?`, "giu"), () => 2],
  [new RegExp(String.raw`\b(?:thrice ${PER_DAY}|t\.?i\.?d\b\.?)`, "giu"), () => 3],
  [/\bq\.?i\.?d\b\.?/giu, () => 4],
  [/\b(?:every other day|every second day|on alternate days|qod)\b/giu, () => 1 / 2],
  [/\btwice (?:a week|weekly)\b/giu, () => 2 / 7],
  [/\b(?:once (?:a week|weekly)|weekly|every week)\b/giu, () => 1 / 7],
  [/\b(?:once (?:a month|monthly)|monthly|every month)\b/giu, () => 1 / 30],
  [
    /\b(?:once (?:daily|a day|per day|nightly)|daily|every (?:day|morning|evening|night)|each (?:day|morning|evening|night)|a day|per day|nightly|at (?:night|bedtime)|before bed(?:time)?|q\.?d\b\.?|qhs|qam|qpm|hs)\b/giu,
    () => 1,
  ],
];

const CLOCK = /\b(?<hours>[01]?\d|2[0-3]):(?<minutes>[0-5]\d)(?:\s?(?<half>[ap])\.?m\b\.?)?/giu;

/** Without any of these there is nothing to find. */
const MAY_HOLD = new RegExp(
  String.raw`\d|\b(?:${NUMBER_WORDS.join("|")}|half|twice|once|thrice|daily|weekly|monthly|nightly|every|each|day|bed|night|stage|class|type|grade|q|[bt]\.?i|hs)`,
  "iu",
);

/** The quantities of a text, in order. Dates must be blanked out before. */
export function findQuantities(text: string): Quantity[] {
  if (!MAY_HOLD.test(text)) return [];
  const found: Quantity[] = [];
  let open = text;
  const take = (pattern: RegExp, read: (groups: Groups) => Pick<Quantity, "values" | "dimension"> | undefined) => {
    const taken: Quantity[] = [];
    for (const match of open.matchAll(pattern)) {
      const quantity = read(match.groups ?? {});
      if (quantity !== undefined)
        taken.push({ start: match.index, end: match.index + match[0].trimEnd().length, ...quantity });
    }
    found.push(...taken);
    open = blank(open, taken);
  };
  take(CLOCK, readClock);
  for (const [pattern, timesADay] of FREQUENCIES) {
    take(pattern, ({ count = "1" }) => ({ dimension: "times a day", values: [timesADay(toNumber(count))] }));
  }
  take(ROMAN, ({ label = "", roman = "" }) => ({
    dimension: `@${label.toLowerCase()}`,
    values: [["i", "ii", "iii", "iv", "v"].indexOf(roman.toLowerCase()) + 1],
  }));
  take(QUANTITY, readQuantity);
  found.sort((a, b) => a.start - b.start);
  shareUnits(text, found);
  return found.map((quantity, index) => ({ ...quantity, ...roleOf(text, found, index) }));
}

type Groups = Partial<Record<string, string>>;

function readClock({ hours = "", minutes = "", half }: Groups): Pick<Quantity, "values" | "dimension"> {
  const afternoon = half?.toLowerCase() === "p" && Number(hours) < 12 ? 12 : 0;
  return { dimension: "clock", values: [(Number(hours) + afternoon) * 60 + Number(minutes)] };
}

function readQuantity({ label, age, number = "", second, unit, kind }: Groups): Pick<Quantity, "values" | "dimension"> {
  const [dimension, factor] = unit === undefined ? [dimensionOf(label, kind), 1] : sizeOf(unit);
  const numbers = second === undefined ? [toNumber(number)] : [toNumber(number), toNumber(second)];
  if (age !== undefined && (unit === undefined || dimension === "time")) return { values: numbers, dimension: "age" };
  return { values: numbers.map((value) => value * factor), dimension };
}

/** What a number without unit counts. */
function dimensionOf(label: string | undefined, kind: string | undefined): string {
  if (label !== undefined) return `@${label.toLowerCase()}`;
  return kind === undefined ? "" : `-${kind.toLowerCase()}`;
}

function toNumber(text: string): number {
  const lower = text.toLowerCase();
  if (lower.startsWith("half")) return 0.5;
  const word = NUMBER_WORDS.indexOf(lower);
  return word >= 0 ? word : Number(text.replaceAll(",", ""));
}

/** The 12.1 of `from 12.1 to 9.4 g/dL` is in g/dL as well. */
function shareUnits(text: string, quantities: Quantity[]): void {
  for (let index = quantities.length - 2; index >= 0; index--) {
    const [quantity, next] = [quantities[index], quantities[index + 1]];
    if (quantity?.dimension !== "" || next === undefined || next.dimension === "") continue;
    if (!/^\s*(?:to|and|or|[-–]|then|,|, then)\s*$/u.test(text.slice(quantity.end, next.start))) continue;
    const factor = sizeOf(/[^\d\s.,/].*$/u.exec(text.slice(next.start, next.end))?.[0] ?? "")[1];
    quantity.dimension = next.dimension;
    quantity.values = quantity.values.map((value) => value * factor);
  }
}

const BEFORE =
  /\b(?:before|prior to) (?:admission|hospitali[sz]ation|being|coming|entering|this|she|he|the)\b|\bpre-?admission|\bhome (?:dose|medication|regimen)|\bat home\b|\bprevious|\bformerly|\boriginal|\binitial|\bearlier dose|\bold dose|\bused to\b|\bhad (?:been|taken)\b|\btook\b|\bwas taking\b|\(\s*(?:was|before|from)\b|\bbefore\)/iu;
const AFTER =
  /\b(?:at|on|after|upon|following) discharge|\bdischarged (?:on|with|home)|\bdischarge\b.{0,30}\bdose|\b(?:goes|went|sent) home|\bleaves\b|\bnow\b|\bcurrent/iu;
const PEAK = /\bpeak|\bmaximum|\bhighest/iu;

/** What stands around a quantity says which of several it is. */
function roleOf(text: string, quantities: readonly Quantity[], index: number): Pick<Quantity, "role"> {
  const quantity = quantities[index];
  if (quantity === undefined) return {};
  const lead = text.slice(Math.max(0, quantity.start - 12), quantity.start);
  if (/\bfrom\s+(?:about\s+)?$/iu.test(lead)) return { role: "from" };
  if (/\bto\s+(?:just\s+)?$/iu.test(lead)) return { role: "to" };
  // Commas part what is said of one quantity from what is said of the next.
  const marks = quantities.length > 1 ? /[,;()]/u : /[;()]/u;
  let start = quantity.start;
  while (start > 0 && !marks.test(text.charAt(start - 1)) && quantity.start - start < 80) start--;
  const tail = text.slice(quantity.end, quantity.end + 60);
  const around = text.slice(Math.max(0, start - 1), quantity.end) + (tail.split(marks)[0] ?? "");
  if (BEFORE.test(around)) return { role: "from" };
  if (PEAK.test(around)) return { role: "peak" };
  if (AFTER.test(around)) return { role: "to" };
  // `80 mg daily (40 mg in March)`: what stands in brackets after a figure of its kind is of another time.
  const isBracketed =
    text.charAt(start - 1) === "(" &&
    quantities.slice(0, index).some(({ end, dimension }) => end < start && dimension === quantity.dimension);
  return isBracketed ? { role: "from" } : {};
}

/** Whether two quantities are one: the same values, and the same unit unless one goes without. */
export function quantitiesAgree(a: Quantity, b: Quantity): boolean {
  return (
    (a.dimension === b.dimension || isBareOf(a, b, isCountable) || isBareOf(b, a, isCountable)) &&
    a.values.length === b.values.length &&
    a.values.every((value, index) => Math.abs(value - (b.values[index] ?? NaN)) <= 1e-6 * Math.abs(value))
  );
}

/** Whether two quantities measure the same, so that one can be wrong of the other. */
export function quantitiesCompare(a: Quantity, b: Quantity): boolean {
  return a.dimension === b.dimension || isBareOf(a, b, isMeasured) || isBareOf(b, a, isMeasured);
}

/** Whether one goes without the unit that the other has, as numbers of this kind often do. */
const isBareOf = (bare: Quantity, other: Quantity, isOfKind: (dimension: string) => boolean): boolean =>
  bare.dimension === "" && isOfKind(other.dimension);

const isCountable = (dimension: string): boolean =>
  !["clock", "times a day"].includes(dimension) && !dimension.startsWith("@");

/** Whether it is of the kind that prescriptions name. */
export const isDose = ({ dimension }: Quantity): boolean => isDosed(dimension);
