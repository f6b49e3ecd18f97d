import type { Claim } from "./claim";
import { datesAgree, datesCompare, type DateMention } from "./dates";
import type { Passage } from "./note-index";

/**
 * The date that a passage has for what the claim names, where it has the claim's date for other things only: March 5 for the
 * discharge of `admitted March 1, discharged March 5`.
 */
export function findDateInPlace(date: DateMention, claim: Claim, { clauses }: Passage): DateMention | undefined {
  const dated = clauses.filter(({ dates }) => dates.some((other) => datesAgree(date, other)));
  if (dated.length === 0 || !dated.every((clause) => isOfOther(claim, clause))) return undefined;
  return findOtherDate(
    date,
    claim,
    clauses.filter((clause) => isOfSame(claim, clause)).flatMap(({ dates }) => dates),
  );
}

/** The first date that one of the claim can be told by to be wrong, and that the claim has for nothing else. */
export function findOtherDate(date: DateMention, claim: Claim, dates: readonly DateMention[]): DateMention | undefined {
  return dates.find((other) => datesCompare(date, other) && !claim.dates.some((own) => datesAgree(own, other)));
}

const names = ({ byWord, byKind }: Passage, word: string): boolean => byWord.has(word) || byKind.has(word);

const isOfOther = (claim: Claim, clause: Passage): boolean =>
  clause.terms.length > 0 && claim.terms.every(({ word }) => !names(clause, word));

/** Whether a clause names all things that the claim does, or, where that has none, one of its words. */
function isOfSame(claim: Claim, clause: Passage): boolean {
  const terms = claim.features.flatMap((feature) => (feature.kind === "term" ? [feature] : []));
  const things = terms.filter(({ isLight }) => !isLight);
  return things.length > 0
    ? things.every(({ term }) => names(clause, term.word))
    : terms.some(({ term }) => names(clause, term.word));
}
