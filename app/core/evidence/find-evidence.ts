import { splitSentences } from "../text/sentences";
import type { Span } from "../text/span";
import { splitClauses, splitListed } from "./clauses";
import { readClaim, type Claim } from "./claim";
import type { Conflict, SentenceEvidence } from "./evidence";
import { indexNote, type NoteIndex } from "./note-index";
import { saysNotTold } from "./not-told";
import { judgeClaim, type Judgement } from "./judge-claim";

/**
 * Links each sentence of an answer to the passages of a note that it rests on, by words, numbers, dates, sides and negation;
 * no model is asked. Where too little of a sentence is found, nothing is marked. Takes time linear in both but for words that
 * the whole note repeats.
 * @returns one entry a sentence, in order
 */
export function findEvidence(note: string, answer: string): SentenceEvidence[] {
  return matchAnswer(indexNote(note), answer);
}

/** As {@link findEvidence}, for a note that has been read before. */
export function matchAnswer(note: NoteIndex, answer: string): SentenceEvidence[] {
  return splitSentences(answer).map((sentence) => judgeSentence(note, answer, sentence));
}

function judgeSentence(note: NoteIndex, answer: string, sentence: Span): SentenceEvidence {
  const text = answer.slice(sentence.start, sentence.end);
  const bare = { sentence, passages: [], conflicts: [], confidence: 0 };
  if (saysNotTold(text)) {
    const told = splitClauses(answer, sentence).filter(({ start, end }) => !saysNotTold(answer.slice(start, end)));
    const against = joinContradicted(judgeParts(answer, told, note));
    return against === undefined ? { ...bare, verdict: "not-told", confidence: 1 } : describe(sentence, against);
  }
  const whole = readClaim(answer, sentence, note);
  if (claimsNothing(whole) || /[:?]$/u.test(text)) return { ...bare, verdict: "no-claim", confidence: 1 };
  const judged = judgeClaim(whole, note);
  const parts = splitListed(answer, sentence);
  return describe(sentence, parts.length > 1 ? joinParts(judgeParts(answer, parts, note), judged) : judged);
}

const describe = (sentence: Span, { verdict, passages, conflicts, coverage }: Judgement): SentenceEvidence => ({
  sentence,
  verdict,
  passages,
  confidence: Math.round(coverage * 100) / 100,
  conflicts,
});

const claimsNothing = ({ features }: Claim): boolean =>
  features.every((feature) => feature.kind === "term" && feature.isLight);

/**
 * Of the parts of a sentence, one that is contradicted contradicts it; it is supported where it is as a whole or where all are.
 * A part may have lost what it is about: passages that the whole does not rest on say nothing against it where that is supported.
 */
function joinParts(judged: readonly Judgement[], whole: Judgement): Judgement {
  if (judged.length < 2) return whole;
  const isSupported = whole.verdict === "supported";
  const against = joinContradicted(isSupported ? judged.filter((part) => isAgainst(part, whole)) : judged);
  if (against !== undefined) return against;
  if (isSupported) return whole;
  if (judged.every(({ verdict }) => verdict === "supported")) return { ...join(judged), verdict: "supported" };
  return whole;
}

/** Whether what contradicts a part of a sentence stands where the whole was found. */
const isAgainst = ({ conflicts }: Judgement, { passages }: Judgement): boolean =>
  conflicts.some(({ inNote }) => passages.some(({ start, end }) => start <= inNote.start && inNote.end <= end));

/** What a note says to each of those parts of an answer that claim something. */
const judgeParts = (answer: string, parts: readonly Span[], note: NoteIndex): Judgement[] =>
  parts
    .map((part) => readClaim(answer, part, note))
    .filter((claim) => !claimsNothing(claim))
    .map((claim) => judgeClaim(claim, note));

/** What a note says against those parts that it contradicts, if there are any. */
function joinContradicted(judged: readonly Judgement[]): Judgement | undefined {
  const contradicted = judged.filter(({ verdict }) => verdict === "contradicted");
  return contradicted.length > 0 ? { ...join(contradicted), verdict: "contradicted" } : undefined;
}

function join(results: readonly Judgement[]): Omit<Judgement, "verdict"> {
  const passages = new Map(
    results.flatMap((result) => result.passages).map((span) => [`${span.start} ${span.end}`, span]),
  );
  const conflicts: Conflict[] = results.flatMap((result) => result.conflicts);
  return {
    passages: [...passages.values()],
    conflicts,
    coverage: Math.min(...results.map(({ coverage }) => coverage)),
  };
}
