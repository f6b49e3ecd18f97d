import type { Span } from "../text/span";
import { coverFeatures, markPassages, type Candidate } from "./choose-passages";
import type { Claim } from "./claim";
import { CONTEXT, type Match } from "./compare";
import type { Conflict } from "./evidence";
import type { Passage } from "./note-index";
import { stem } from "./stem";

/** A passage that contradicts must be about this share of the claim. */
const ABOUT = 0.6;
/** One that denies the very thing that the claim begins with may be about less of it. */
const ABOUT_TOPIC = 0.48;
/** One that was chosen for what the best one does not tell must be about more of it. */
const ABOUT_FURTHER = 0.7;
/** What tells by this much more of the claim than the best one may contradict it though that one does not. */
const MORE = 0.15;

const DISCHARGE = stem("discharge");

/** Kinds of conflict in which a second passage bears the first one out. */
const ALIKE = new Set<Conflict["kind"]>(["dose", "laterality", "negation"]);

/** What a note says against a claim. */
interface Contradiction {
  passages: Span[];
  conflicts: Conflict[];
  /** From 0 to 1: how much of the claim, by weight, the passage is about. */
  coverage: number;
}

/**
 * Looks for a passage that is about a claim and says otherwise: the one that the claim is best held against, then those that
 * were chosen besides, then those that weigh more than the best one, see {@link outweighs}.
 * @param isUnsupported whether too little of the claim was borne out
 */
export function findContradiction(
  claim: Claim,
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  isUnsupported: boolean,
): Contradiction | undefined {
  const [best, ...others] = chosen;
  if (best === undefined) return undefined;
  const margin = isUnsupported ? 0 : MORE;
  const rivals = candidates.filter((rival) => outweighs(claim, rival, chosen, best, margin));
  const further = others.filter(({ about }) => about >= ABOUT_FURTHER);
  const bornOut = coverFeatures(claim, chosen);
  for (const candidate of [best, ...further, ...rivals]) {
    const against = candidate.matches.map(({ conflict }, index) => {
      // What one of the chosen passages bears out stands, but for what another of them denies or has on the other side.
      const stands = (bornOut[index] ?? 0) > CONTEXT && !rivals.includes(candidate);
      const isDenied = candidate !== best && (conflict?.kind === "negation" || conflict?.kind === "laterality");
      return stands && !isDenied ? undefined : conflict;
    });
    const conflicts = against.filter((conflict) => conflict !== undefined);
    if (conflicts.length === 0 || candidate.about < (deniesTopic(claim, against) ? ABOUT_TOPIC : ABOUT)) continue;
    const alike = candidates.filter(
      (other) => other.about >= ABOUT && contradictsAlike(claim, other, candidate, against),
    );
    return { passages: markPassages([candidate, ...alike]), conflicts, coverage: candidate.about };
  }
  return undefined;
}

/**
 * Whether a passage may contradict a claim that the chosen ones bear out: where the best of these is only quoted or copied, tells
 * no side where the passage does, or no dose at discharge where it lists one; or where the passage is about more of the claim.
 */
function outweighs(
  claim: Claim,
  rival: Candidate,
  chosen: readonly Candidate[],
  best: Candidate,
  margin: number,
): boolean {
  if (rival.passage.isSecondHand) return false;
  return (
    best.passage.isSecondHand ||
    isOnOtherSide(chosen, rival.matches) ||
    isListedDose(claim, best.passage, rival) ||
    rival.about > best.about + margin
  );
}

/** Whether a passage has something on the other side of which those that were chosen tell no side. */
const isOnOtherSide = (chosen: readonly Candidate[], matches: readonly Match[]): boolean =>
  matches.some(
    ({ conflict }, index) =>
      conflict?.kind === "laterality" && chosen.every((other) => other.matches[index]?.isSideUntold === true),
  );

/** What the list of medications at discharge says against a dose counts more than what the course tells. */
function isListedDose(claim: Claim, best: Passage, { passage, matches }: Candidate): boolean {
  return (
    claim.isAtDischarge &&
    passage.context.has(DISCHARGE) &&
    !best.context.has(DISCHARGE) &&
    matches.some(({ conflict }) => conflict?.kind === "dose")
  );
}

/** Whether what stands against a claim denies the first thing that it names. */
function deniesTopic(claim: Claim, against: readonly (Conflict | undefined)[]): boolean {
  const topic = claim.features.findIndex((feature) => feature.kind === "term" && !feature.isLight);
  return against[topic]?.kind === "negation";
}

/** Whether another passage says the same against a claim, of the same things. Numbers and dates of other times do not. */
function contradictsAlike(
  claim: Claim,
  other: Candidate,
  candidate: Candidate,
  against: readonly (Conflict | undefined)[],
): boolean {
  const isAlike = against.some(
    (conflict, index) =>
      conflict !== undefined && ALIKE.has(conflict.kind) && other.matches[index]?.conflict?.kind === conflict.kind,
  );
  return (
    isAlike &&
    claim.features.every((feature, index) => {
      const isThing = feature.kind === "term" && !feature.isLight && (candidate.matches[index]?.about ?? 0) > CONTEXT;
      return !isThing || (other.matches[index]?.about ?? 0) > CONTEXT;
    })
  );
}
