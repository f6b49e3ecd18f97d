import type { Span } from "../text/span";
import { blank, findDates, type DateMention } from "./dates";
import { isOfFamily, relativesIn } from "./family";
import { findQuantities, type Quantity } from "./quantities";
import { readTerms, type Term } from "./terms";
import { tokenize } from "./tokens";
import { isLightWord } from "./vocabulary/word-weights";

type Bound = "below" | "above";

/** A quantity as part of a statement. */
export interface Figure extends Quantity {
  /** It is denied to be passed: `never below 70`. */
  isNotPassed: boolean;
  /** The side of it that the value is on: `< 0.01`, `at least 4`, `not above 4`. */
  bound?: Bound;
  /** The term that stands right beside it, which it most likely measures. */
  owner?: string;
}

/** What a sentence, or a part of one, says. */
export interface Statement extends Span {
  terms: Term[];
  figures: Figure[];
  dates: DateMention[];
  /** Whose it is: `Mother had asthma` says nothing of the patient. */
  isOfFamily: boolean;
  /** The relatives named, whatever is said of them. */
  relatives: string[];
}

/** Stands for a figure or date while words are read. */
const PLACEHOLDER = "¤";

/** Between a figure and what it measures, in UTF-16 units: `6 FFP`, `6 units of FFP`. */
const FARTHEST_OWNER = 4;

/** These count as nothing between them: `creatinine was 1.2`. */
const LINKS = /^\s*(?:was|were|is|are|of|at)\s*$/iu;

/** And what these part does not belong together: `13 at the scene, 8 on arrival`. */
const PARTED = /[,;]|\b(?:on|in|at|by|to|for|and|or)\b/iu;

const BELOW = /(?:[<≤]\s?=?|\b(?:below|under|(?:less|fewer|lower) than|at most|up to))\s*$/iu;
const ABOVE = /(?:(?<![-=])[>≥]\s?=?|\b(?:above|over|exceed\w*|(?:more|greater|higher) than|at least))\s*$/iu;
/** A comparison stands at most this far before its figure, in UTF-16 units. */
const FARTHEST_COMPARISON = 16;

/** Reads the part `span` of `text`. Words in `ignored`, lower case, say nothing: the patient's name. */
export function readStatement(text: string, span: Span, ignored: ReadonlySet<string>): Statement {
  const part = text.slice(span.start, span.end);
  const dates = findDates(part).map((date) => shift(date, span.start));
  const quantities = findQuantities(
    blank(
      part,
      dates.map((date) => shift(date, -span.start)),
    ),
  ).map((quantity) => shift(quantity, span.start));
  let open = part;
  for (const { start, end } of [...dates, ...quantities]) {
    const at = start - span.start;
    open = open.slice(0, at) + PLACEHOLDER.padEnd(end - start) + open.slice(end - span.start);
  }
  const relatives = relativesIn(part);
  const { terms, denied } = readTerms(tokenize(open, span.start), ignored);
  return {
    start: span.start,
    end: span.end,
    terms,
    figures: quantities.map((quantity) => ({
      ...quantity,
      ...boundOf(
        text.slice(Math.max(span.start, quantity.start - FARTHEST_COMPARISON), quantity.start),
        quantity,
        denied.has(quantity.start),
      ),
      ...ownerOf(text, quantity, terms),
    })),
    dates,
    isOfFamily: relatives.length > 0 && isOfFamily(part),
    relatives,
  };
}

const shift = <S extends Span>(span: S, by: number): S => ({ ...span, start: span.start + by, end: span.end + by });

/** @param lead what stands before the figure */
function boundOf(lead: string, { dimension }: Quantity, isDenied: boolean): Pick<Figure, "isNotPassed" | "bound"> {
  const isBelow = BELOW.test(lead);
  const isDuration = ["time", "nights"].includes(dimension) && /\bover\s*$/iu.test(lead);
  if (isDuration || (!isBelow && !ABOVE.test(lead))) return { isNotPassed: false };
  return { isNotPassed: isDenied, bound: isBelow === isDenied ? "above" : "below" };
}

function ownerOf(text: string, quantity: Span, terms: readonly Term[]): Pick<Figure, "owner"> {
  let owner: Term | undefined;
  let nearest = FARTHEST_OWNER + 1;
  for (const term of terms) {
    if (isLightWord(term.word)) continue;
    const isBefore = term.end <= quantity.start;
    const between = isBefore ? text.slice(term.end, quantity.start) : text.slice(quantity.end, term.start);
    const isLinked = isBefore && LINKS.test(between);
    const distance = isLinked ? 1 : between.length;
    if (distance < nearest && (isLinked || !PARTED.test(between))) [owner, nearest] = [term, distance];
  }
  return owner === undefined ? {} : { owner: owner.word };
}
