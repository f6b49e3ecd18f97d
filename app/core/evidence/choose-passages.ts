import { overlap, spanOf, type Span } from "../text/span";
import type { Claim, Feature } from "./claim";
import { comparePassage, type Match } from "./compare";
import type { NoteIndex, Passage } from "./note-index";
import { stem } from "./stem";

/** A passage held against a claim. */
export interface Candidate {
  passage: Passage;
  /** As long as the claim's features. */
  matches: Match[];
  /** From 0 to 1: how much of the claim, by weight, the passage is about, whether it says the same or not. */
  about: number;
}

/** A note of 20,000 words has some 5,000 passages, and few words of weight that 1,000 of them share. */
const MOST_CANDIDATES = 1000;
/** At most this many are marked for one claim. */
const MOST_PASSAGES = 3;
/** A further passage must bear out this share of the claim on top of the others. */
const FURTHER = 0.2;
/** What a figure weighs of which a passage tells nothing, where it is asked what the passage is about. */
const UNTOLD = 0.4;
/** What a passage counts less that is quoted or copied, as a share of the claim. */
const SECOND_HAND = 0.15;
/** And what one about discharge counts less for what is said of admission, or the other way round. */
const OTHER_TIME = 0.2;
/** Of two that bear out the same, the shorter one is better: what an UTF-16 unit costs. */
const LENGTH = 1 / 5000;

/** What counts that a passage is about, but says otherwise. */
const HALF_RIGHT = 0.6;

const ADMISSION = stem("admission");
const DISCHARGE = stem("discharge");

/**
 * The passages that share a word with the claim, or all where it has none; those about relatives only if the claim names them.
 * Of too many, those that share a rarer word.
 */
export function findCandidates(claim: Claim, note: NoteIndex): Candidate[] {
  const lists = claim.features.flatMap((feature) =>
    feature.kind === "term" && !feature.isLight ? [note.byWord.get(feature.term.word) ?? []] : [],
  );
  const indices = new Set<number>();
  for (const list of lists.sort((a, b) => a.length - b.length)) {
    for (const index of list) if (indices.size < MOST_CANDIDATES) indices.add(index);
  }
  const found = indices.size > 0 ? [...indices].sort((a, b) => a - b) : note.passages.keys();
  return Array.from(found, (index) => note.passages[index])
    .filter((passage) => passage !== undefined)
    .filter((passage) => isOfSamePerson(claim, passage))
    .map((passage) => {
      const matches = comparePassage(claim, passage);
      return { passage, matches, about: shareAbout(claim, matches) };
    });
}

/** What is said of a relative must be of one that the claim names. */
function isOfSamePerson(claim: Claim, passage: Passage): boolean {
  const isShared =
    passage.relatives.length === 0 || passage.relatives.some((relative) => claim.relatives.includes(relative));
  if (claim.isOfFamily) return isShared && (passage.isOfFamily || passage.relatives.length > 0);
  return !passage.isOfFamily || (isShared && claim.relatives.length > 0);
}

function shareAbout(claim: Claim, matches: readonly Match[]): number {
  let about = 0;
  let weight = 0;
  for (const [index, feature] of claim.features.entries()) {
    const match = matches[index];
    about += feature.weight * (match?.about ?? 0);
    weight += feature.weight * (match?.isUntold === true ? UNTOLD : 1);
  }
  return weight === 0 ? 0 : about / weight;
}

/** Passages that together bear out as much of the claim as they can, the best first. */
export function choosePassages(claim: Claim, candidates: readonly Candidate[]): Candidate[] {
  const chosen: Candidate[] = [];
  while (chosen.length < MOST_PASSAGES) {
    const covered = coverFeatures(claim, chosen);
    const gain = ({ matches }: Candidate) =>
      claim.features.reduce(
        (sum, { weight }, index) => sum + weight * Math.max(0, (matches[index]?.agrees ?? 0) - (covered[index] ?? 0)),
        0,
      );
    const open = candidates.filter(
      (candidate) =>
        chosen.every(({ passage }) => !overlap(passage, candidate.passage)) &&
        (chosen.length === 0 || (gain(candidate) >= FURTHER * claim.weight && bringsMore(claim, candidate, chosen))),
    );
    const best = highest(
      open,
      (candidate) =>
        gain(candidate) + (chosen.length === 0 ? halfRight(claim, candidate) : 0) - cost(claim, candidate.passage),
    );
    if (best === undefined) break;
    chosen.push(best);
  }
  return chosen;
}

/** How far the passages bear out each feature of the claim, from 0 to 1. */
export const coverFeatures = (claim: Claim, chosen: readonly Candidate[]): number[] =>
  claim.features.map((_, index) => Math.max(0, ...chosen.map(({ matches }) => matches[index]?.agrees ?? 0)));

/** A passage that is about the claim and says otherwise beats one that is about something else. */
const halfRight = (claim: Claim, { matches }: Candidate): number =>
  claim.features.reduce((sum, { weight }, index) => {
    const { about = 0, agrees = 0 } = matches[index] ?? {};
    return sum + HALF_RIGHT * weight * Math.max(0, about - agrees);
  }, 0);

/**
 * A further passage must bear out two things or figures of the claim by its own words, so that what a note says of two matters
 * does not add up to a third; and one of them must be new: a thing that the others do not tell of, or a figure.
 */
function bringsMore(claim: Claim, { matches }: Candidate, chosen: readonly Candidate[]): boolean {
  const borneOut = claim.features.flatMap((feature, index) => {
    const counts = matches[index]?.agrees === 1 && (feature.kind !== "term" || !feature.isLight);
    return counts ? [{ feature, index }] : [];
  });
  const sources = new Set(borneOut.map(({ feature }) => (feature.kind === "term" ? feature.term.start : feature)));
  const isNew = ({ feature, index }: { feature: Feature; index: number }) =>
    feature.kind === "term"
      ? chosen.every((other) => (other.matches[index]?.about ?? 0) < 0.5)
      : chosen.every((other) => other.matches[index]?.agrees !== 1);
  return sources.size >= 2 && borneOut.some(isNew);
}

function cost(claim: Claim, passage: Passage): number {
  const distant = (passage.isSecondHand ? SECOND_HAND : 0) + (isOfOtherTime(claim, passage) ? OTHER_TIME : 0);
  return distant * claim.weight + (passage.end - passage.start) * LENGTH;
}

function isOfOtherTime(claim: Claim, { byWord }: Passage): boolean {
  const says = (word: string) => claim.terms.some((term) => term.word === word);
  const [atAdmission, atDischarge] = [says(ADMISSION), says(DISCHARGE)];
  if (atAdmission === atDischarge) return false;
  const [own, other] = atAdmission ? [ADMISSION, DISCHARGE] : [DISCHARGE, ADMISSION];
  return byWord.has(other) && !byWord.has(own);
}

function highest<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  let best: T | undefined;
  let bestScore = 0;
  for (const item of items) {
    const own = score(item);
    if (own > bestScore) [best, bestScore] = [item, own];
  }
  return best;
}

/** The spans of the candidates, without those that overlap one before them. */
export function markPassages(candidates: readonly Candidate[]): Span[] {
  const spans: Span[] = [];
  for (const { passage } of candidates) {
    if (spans.length < MOST_PASSAGES && spans.every((span) => !overlap(span, passage))) spans.push(spanOf(passage));
  }
  return spans;
}
