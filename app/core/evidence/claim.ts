import type { Span } from "../text/span";
import type { DateMention } from "./dates";
import type { NoteIndex } from "./note-index";
import { readStatement, type Figure, type Statement } from "./statement";
import type { Term } from "./terms";
import { stem } from "./stem";
import { oppositesOf } from "./opposites";
import { isClinical } from "./vocabulary/lexicon";
import { isLightWord } from "./vocabulary/word-weights";

/** One thing that a claim says, and what it weighs. */
export type Feature = { weight: number } & (
  | { kind: "term"; term: Term; isLight: boolean }
  | { kind: "figure"; figure: Figure }
  | { kind: "date"; date: DateMention }
);

/** A sentence of an answer, or a part of one, as it is held against a note. */
export interface Claim extends Statement {
  features: Feature[];
  /** Says what will be or should be. */
  isAhead: boolean;
  /** Says what may be or is to be. */
  isSupposed: boolean;
  /** Says how things stand at discharge. */
  isAtDischarge: boolean;
  /** Of all features. */
  weight: number;
}

const LIGHT = 0.2;
const PLAIN = 0.75;
/** Of words that say what became of a thing: `started`, `reduced`. */
const STATUS = 0.6;
const CLINICAL = 1;
const FIGURE = 1;
const FREQUENCY = 0.5;

const AT_DISCHARGE = /\bdischarge|\b(?:goes|went|sent) home|\bleaves\b|\bnow\b|\bcurrent/iu;
const AHEAD = /\b(?:will|shall|would|should|may|might|can|could|plans?|planned|intends?)\b|\bis to\b|\bare to\b/iu;

/** In these words an answer tells what may be or is to be, and what a note orders for the case that. */
const SUPPOSED =
  /\b(?:suspect|suspicio|possib|probabl|likely|suggest|consider|concern|risk|recommend|advis|instruct|prescri|schedul|monitor|screen|evaluat|assess|precaution|set for|as needed|prn\b)/iu;

const CHANGES = new Set(["replace", "repair", "remove", "add"].map(stem));

export function readClaim(answer: string, span: Span, note: NoteIndex): Claim {
  const statement = readStatement(answer, span, note.names);
  const features: Feature[] = [
    ...uniqueTerms(statement.terms).map((term): Feature => {
      const isLight = isLightWord(term.word);
      return { kind: "term", term, isLight, weight: weighTerm(term, isLight, note) };
    }),
    ...statement.figures.map((figure): Feature => ({
      kind: "figure",
      figure,
      weight: figure.dimension === "times a day" ? FREQUENCY : FIGURE,
    })),
    ...statement.dates.map((date): Feature => ({ kind: "date", date, weight: FIGURE })),
  ];
  const text = answer.slice(span.start, span.end);
  const isAhead = AHEAD.test(text);
  return {
    ...statement,
    features,
    isAhead,
    isSupposed: isAhead || SUPPOSED.test(text) || statement.terms.some((term) => term.isSupposed),
    isAtDischarge: AT_DISCHARGE.test(text),
    weight: features.reduce((sum, { weight }) => sum + weight, 0),
  };
}

/** What is rare in the note weighs most, and the words of one phrase weigh less than as many phrases. */
function weighTerm({ word, phraseLength }: Term, isLight: boolean, note: NoteIndex): number {
  const share = 1 / Math.sqrt(phraseLength);
  if (isLight) return LIGHT * share;
  const frequency = note.frequency.get(word) ?? 0;
  const rarity =
    frequency <= 1
      ? 1
      : Math.max(0.4, Math.log((note.sentenceCount + 1) / frequency) / Math.log(note.sentenceCount + 1));
  if (oppositesOf(word).length > 0 || CHANGES.has(word)) return STATUS * share;
  return (isClinical(word) ? CLINICAL : PLAIN) * share * rarity;
}

function uniqueTerms(terms: readonly Term[]): Term[] {
  const seen = new Map<string, Term>();
  for (const term of terms) {
    const key = `${term.word} ${term.negated} ${term.side ?? ""}`;
    if (!seen.has(key)) seen.set(key, term);
  }
  return [...seen.values()];
}
