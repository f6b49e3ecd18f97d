import { spanOf, type Span } from "../text/span";
import type { Claim, Feature } from "./claim";
import { datesAgree, type DateMention } from "./dates";
import type { Conflict } from "./evidence";
import { findDateInPlace, findOtherDate } from "./find-date-in-place";
import type { Passage } from "./note-index";
import { isPlace, oppositesOf } from "./opposites";
import { isDose, quantitiesAgree, quantitiesCompare } from "./quantities";
import type { Figure } from "./statement";
import type { Term } from "./terms";

/** How far a passage bears one feature of a claim out. */
export interface Match {
  /** 0 to 1: the passage is about it. */
  about: number;
  /** 0 to 1: and says the same of it. */
  agrees: number;
  /** What it says otherwise. */
  conflict?: Conflict;
  /** A figure for which the passage has no counterpart, right or wrong. */
  isUntold?: boolean;
  /** The claim has it on one side, the passage on none. */
  isSideUntold?: boolean;
}

const NONE: Match = { about: 0, agrees: 0 };
const UNTOLD: Match = { ...NONE, isUntold: true };
const KIND = 0.85;
/** What a word of a phrase counts where the others are missing: the heart of `heart failure` in `heart rate`. */
const PART = 0.5;
/** What a heading or label says counts this much for what stands below it. */
export const CONTEXT = 0.6;
/** And what the sentence before says, this much. */
const BEFORE = 0.35;

/** Holds every feature of a claim against a passage. As long as the claim's features. */
export function comparePassage(claim: Claim, passage: Passage): Match[] {
  const matches = claim.features.map((feature) => compareFeature(feature, claim, passage));
  const broken = new Set(
    claim.features.flatMap((feature, index) =>
      feature.kind === "term" && matches[index]?.about === 0 ? [feature.term.start] : [],
    ),
  );
  return matches.map((match, index) => {
    const feature = claim.features[index];
    const isPart = feature?.kind === "term" && feature.term.phraseLength > 1 && broken.has(feature.term.start);
    return isPart ? { about: PART * match.about, agrees: PART * match.agrees } : match;
  });
}

function compareFeature(feature: Feature, claim: Claim, passage: Passage): Match {
  switch (feature.kind) {
    case "term":
      return compareTerm(feature.term, feature.isLight, claim, passage);
    case "figure":
      return compareFigure(feature.figure, claim, passage);
    case "date":
      return compareDate(feature.date, claim, passage);
  }
}

function compareDate(date: DateMention, claim: Claim, passage: Passage): Match {
  const isTold = passage.dates.some(
    (other) => datesAgree(date, other) && (date.isOverruled === true || other.isOverruled !== true),
  );
  const other = isTold ? findDateInPlace(date, claim, passage) : findOtherDate(date, claim, passage.dates);
  if (other !== undefined) return contradicts("date", date, other);
  return isTold ? { about: 1, agrees: 1 } : UNTOLD;
}

const contradicts = (kind: Conflict["kind"], inAnswer: Span, inNote: Span): Match => ({
  about: 1,
  agrees: 0,
  conflict: { kind, inAnswer: spanOf(inAnswer), inNote: spanOf(inNote) },
});

const isOnOtherSide = (term: Term, other: Term): Match => contradicts("laterality", term.sideSpan, other.sideSpan);

function compareTerm(term: Term, isLight: boolean, claim: Claim, passage: Passage): Match {
  const named = passage.byWord.get(term.word) ?? [];
  const same = told(named, claim);
  if (named.length > same.length && same.length === 0) return { about: 1, agrees: 0 };
  if (same.length === 0) return compareOpposite(term, claim, passage) ?? compareIndirectly(term, claim, passage);
  const agreeing = same.filter(({ negated }) => negated === term.negated);
  const [first] = same;
  if (agreeing.length === 0 && first !== undefined) {
    // What a relative has, the patient may well not have.
    if (claim.isOfFamily !== passage.isOfFamily) return NONE;
    return isLight ? { about: 1, agrees: 0.5 } : contradicts("negation", term, first);
  }
  const otherSide = findOtherSide(term, agreeing, claim, passage);
  if (otherSide !== undefined) return isOnOtherSide(term, otherSide);
  const isSideUntold = term.side !== undefined && agreeing.every(({ side }) => side === undefined);
  return { about: 1, agrees: 1, ...(isSideUntold ? { isSideUntold } : {}) };
}

/** Those that say something to the claim: what is only supposed tells nothing of what happened. */
const told = (terms: readonly Term[] = [], { isSupposed }: Claim): readonly Term[] =>
  isSupposed || terms.every((term) => !term.isSupposed) ? terms : terms.filter((term) => !term.isSupposed);

function compareOpposite(term: Term, claim: Claim, passage: Passage): Match | undefined {
  // What will be done may well be the opposite of what was.
  if (claim.isAhead && !isPlace(term.word)) return undefined;
  for (const opposite of oppositesOf(term.word)) {
    const [found] = told(passage.byWord.get(opposite), claim);
    // Who says both says them of different things or times, and the parts are judged by themselves.
    if (found === undefined || claim.terms.some(({ word }) => word === opposite)) continue;
    if (found.negated !== term.negated) return { about: 1, agrees: 1 };
    return contradicts(isPlace(term.word) ? "laterality" : "negation", term, found);
  }
  return undefined;
}

function compareIndirectly(term: Term, claim: Claim, passage: Passage): Match {
  const members = told(passage.byKind.get(term.word), claim).filter(({ negated }) => negated === term.negated);
  if (members.length > 0) {
    const otherSide = findOtherSide(term, members, claim, passage);
    return otherSide === undefined ? { about: KIND, agrees: KIND } : isOnOtherSide(term, otherSide);
  }
  if (passage.context.has(term.word)) return { about: CONTEXT, agrees: CONTEXT };
  return passage.before.has(term.word) ? { about: BEFORE, agrees: BEFORE } : NONE;
}

/** The same thing on the other side, where the passage has it on no side that agrees. */
function findOtherSide({ side }: Term, same: readonly Term[], claim: Claim, passage: Passage): Term | undefined {
  if (side === undefined) return undefined;
  const sided = same.filter((term) => term.side !== undefined);
  if (sided.length > 0) return sided.some((term) => sidesAgree(term.side, side)) ? undefined : sided[0];
  // Neither has the word itself on a side: then all that either has sides for must differ.
  const others = passage.terms.filter((term) => term.side !== undefined);
  const isPlain = claim.terms.every((term) => term.side === undefined || term.side === side);
  return isPlain && others.length > 0 && others.every((term) => !sidesAgree(term.side, side)) ? others[0] : undefined;
}

const sidesAgree = (a: Term["side"], b: Term["side"]): boolean => a === b || a === "both" || b === "both";

function compareFigure(figure: Figure, claim: Claim, passage: Passage): Match {
  const kind = isDose(figure) ? "dose" : "number";
  const equal = passage.figures.filter((other) => quantitiesAgree(figure, other));
  const [first] = equal;
  if (first !== undefined) {
    if (equal.every((other) => isBeyond(figure, other)))
      return contradicts(first.isNotPassed === figure.isNotPassed ? kind : "negation", figure, first);
    const inPlace = findInPlace(figure, equal, claim, passage);
    return inPlace === undefined ? { about: 1, agrees: 1 } : contradicts(kind, figure, inPlace);
  }
  const free = passage.figures.filter((other) => quantitiesCompare(figure, other) && !isTaken(other, claim));
  const found = nearest(free, figure, claim, passage);
  if (found === undefined) return UNTOLD;
  return isWithin(found, figure) ? { about: 1, agrees: 1 } : contradicts(isDose(found) ? "dose" : kind, figure, found);
}

/** Whether a measurement is on the side that a claim says: 84 % is below 90 %. Doses are what they are said to be. */
function isWithin({ dimension, values, bound }: Figure, claimed: Figure): boolean {
  const [value = NaN, second] = values;
  const [limit = NaN] = claimed.values;
  if (claimed.bound === undefined || bound !== undefined || second !== undefined || isDose(claimed)) return false;
  return dimension === claimed.dimension && (claimed.bound === "below" ? value < limit : value > limit);
}

const isTaken = (figure: Figure, claim: Claim): boolean => claim.figures.some((own) => quantitiesAgree(own, figure));

/** Whether one value is above and the other below the same figure, or one is only denied to pass it. */
const isBeyond = (a: Figure, b: Figure): boolean =>
  a.bound !== undefined && b.bound !== undefined ? a.bound !== b.bound : a.isNotPassed !== b.isNotPassed;

/** Another figure that stands where the claim has this one, though this one is there as well: of another time or another thing. */
function findInPlace(figure: Figure, equal: readonly Figure[], claim: Claim, passage: Passage): Figure | undefined {
  const others = passage.figures.filter((other) => quantitiesCompare(figure, other) && !equal.includes(other));
  // Of a course of three or more, each is where one change ends and the next begins.
  const isPair = others.filter(({ dimension }) => dimension === figure.dimension).length === 1;
  // A dose is the present one unless something says otherwise.
  const role = figure.role ?? (isDose(figure) ? "to" : undefined);
  if (role !== undefined && isPair && equal.every((other) => other.role !== undefined && other.role !== role)) {
    const inRole = others.find((other) => other.role === role || (role === "to" && other.role === undefined));
    if (inRole !== undefined) return inRole;
  }
  const isNamed = ({ owner }: Figure) => claim.terms.some(({ word }) => word === owner);
  const isOwn = (other: Figure) => (figure.owner === undefined ? isNamed(other) : other.owner === figure.owner);
  if (equal.some((other) => other.owner === undefined || isOwn(other) || other.role !== undefined)) return undefined;
  return equal.every(isNamed) ? undefined : others.find((other) => isOwn(other) && !isTaken(other, claim));
}

/** The figure in whose place the claim's one stands: in the same unit or role if there is one, and near what the claim names. */
function nearest(
  figures: readonly Figure[],
  { dimension, role }: Figure,
  claim: Claim,
  passage: Passage,
): Figure | undefined {
  const named = passage.terms.filter(({ word }) => claim.terms.some((term) => term.word === word));
  const distance = (figure: Figure): number =>
    Math.min(1000, ...named.map(({ start, end }) => Math.max(figure.start - end, 2 * (start - figure.end)))) +
    (figure.dimension === dimension ? 0 : 10000) +
    (figure.role === role ? 0 : 5000);
  return figures.toSorted((a, b) => distance(a) - distance(b))[0];
}
