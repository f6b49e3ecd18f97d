import { spanOf, type Span } from "../text/span";
import { choosePassages, coverFeatures, findCandidates, markPassages, type Candidate } from "./choose-passages";
import type { Claim } from "./claim";
import { CONTEXT } from "./compare";
import type { Conflict } from "./evidence";
import { findContradiction } from "./find-contradiction";
import type { NoteIndex } from "./note-index";
import { isDose, quantitiesAgree } from "./quantities";
import type { Figure } from "./statement";
import { isClinical } from "./vocabulary/lexicon";
import { isLightWord } from "./vocabulary/word-weights";

/** What a note says to one claim. */
export interface Judgement {
  verdict: "supported" | "contradicted" | "unsupported";
  passages: Span[];
  conflicts: Conflict[];
  /** From 0 to 1: the share of the claim, by weight, that the passages bear out or are about. */
  coverage: number;
}

/** Below this share of a claim borne out, nothing is marked. */
const SUPPORTED = 0.62;
/** Another passage that bears out this share by itself is marked as well. */
const ALONE = 0.85;
/** What a word of medicine that the note does not have takes from the rest. */
const MISSING = 0.85;

export function judgeClaim(claim: Claim, note: NoteIndex): Judgement {
  const candidates = findCandidates(claim, note);
  const chosen = choosePassages(claim, candidates);
  const coverage = shareCovered(claim, coverFeatures(claim, chosen)) * (lacksClinicalWord(claim, note) ? MISSING : 1);
  const contradiction = findContradiction(claim, chosen, candidates, coverage < SUPPORTED);
  if (contradiction !== undefined) return { verdict: "contradicted", ...contradiction };
  if (coverage < SUPPORTED) return { verdict: "unsupported", passages: [], conflicts: [], coverage };
  const untold = findUntoldDose(claim, chosen, note);
  if (untold !== undefined) return { ...untold, coverage };
  const alone = candidates.filter((candidate) => !candidate.passage.isSecondHand && bearsOutAlone(claim, candidate));
  return { verdict: "supported", passages: markPassages([...chosen, ...alone]), conflicts: [], coverage };
}

/**
 * What to say of a claim with a dose that its passages do not tell and the note has nowhere: they tell another one, or, where that
 * is a multiple as a dose a day is of one at a time, nothing is said.
 */
function findUntoldDose(
  claim: Claim,
  chosen: readonly Candidate[],
  note: NoteIndex,
): Omit<Judgement, "coverage"> | undefined {
  const covered = coverFeatures(claim, chosen);
  for (const [index, feature] of claim.features.entries()) {
    if (feature.kind !== "figure" || covered[index] === 1) continue;
    const { figure } = feature;
    if (!isDose(figure) || figure.dimension === "times a day") continue;
    if (note.passages.some(({ figures }) => figures.some((told) => quantitiesAgree(told, figure)))) continue;
    for (const candidate of chosen) {
      const told = candidate.passage.figures.find(({ dimension }) => dimension === figure.dimension);
      if (told === undefined || isMultiple(figure, told)) continue;
      const conflict = { kind: "dose" as const, inAnswer: spanOf(figure), inNote: spanOf(told) };
      return { verdict: "contradicted", passages: markPassages([candidate]), conflicts: [conflict] };
    }
    return { verdict: "unsupported", passages: [], conflicts: [] };
  }
  return undefined;
}

const isMultiple = (a: Figure, b: Figure): boolean =>
  a.values.some((one) =>
    b.values.some((other) => [2, 3, 4].some((times) => one === times * other || other === times * one)),
  );

const shareCovered = (claim: Claim, covered: readonly number[]): number =>
  claim.weight === 0
    ? 0
    : claim.features.reduce((sum, { weight }, index) => sum + weight * (covered[index] ?? 0), 0) / claim.weight;

const lacksClinicalWord = (claim: Claim, note: NoteIndex): boolean =>
  claim.features.some(
    (feature) =>
      feature.kind === "term" &&
      !feature.isLight &&
      isClinical(feature.term.word) &&
      !note.byWord.has(feature.term.word),
  );

/**
 * Whether a passage would do by itself: it says most of the claim, with all its figures, or all that it says is part of the
 * claim, as `Apixaban 2.5 mg twice daily` is of a sentence about how that dose came about.
 */
function bearsOutAlone(claim: Claim, { matches, passage }: Candidate): boolean {
  const direct = matches.map(({ agrees }) => (agrees > CONTEXT ? agrees : 0));
  const hasFigures = claim.features.every(({ kind }, index) => kind === "term" || direct[index] === 1);
  if (hasFigures && shareCovered(claim, direct) >= ALONE) return true;
  const terms = passage.terms.filter(({ word }) => !isLightWord(word));
  const figures = [...passage.figures.filter(({ dimension }) => dimension !== "times a day"), ...passage.dates];
  const bornOut = claim.features.filter(
    (feature, index) => (feature.kind !== "term" || !feature.isLight) && direct[index] === 1,
  );
  const things = new Set(bornOut.flatMap((feature) => (feature.kind === "term" ? [feature.term.word] : [])));
  const matched = bornOut.filter(
    (feature) => feature.kind !== "term" && (feature.kind === "date" || feature.figure.dimension !== "times a day"),
  );
  return (
    terms.length > 0 &&
    figures.length > 0 &&
    figures.length === matched.length &&
    terms.every(({ word }) => things.has(word))
  );
}
