import { splitSentences } from "../text/sentences";
import type { Span } from "../text/span";
import { splitListed } from "./clauses";
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
  if (saysNotTold(text)) return { ...bare, verdict: "not-told", confidence: 1 };
  const whole = readClaim(answer, sentence, note);
  if (claimsNothing(whole) || /[:?]$/u.test(text)) return { ...bare, verdict: "no-claim", confidence: 1 };
  const judged = judgeClaim(whole, note);
  const parts = splitListed(answer, sentence);
  const best =
    parts.length > 1 && judged.verdict !== "supported"
      ? joinParts(
          parts.map((part) => readClaim(answer, part, note)),
          note,
          judged,
        )
      : judged;
  const confidence = Math.round(best.coverage * 100) / 100;
  if (best.verdict === "unsupported") return { ...bare, verdict: "unsupported", confidence };
  return { sentence, verdict: best.verdict, passages: best.passages, confidence, conflicts: best.conflicts };
}

const claimsNothing = ({ features }: Claim): boolean =>
  features.every((feature) => feature.kind === "term" && feature.isLight);

/** The parts of a sentence judged one by one: one that is contradicted contradicts it, and all must be supported to support it. */
function joinParts(parts: readonly Claim[], note: NoteIndex, whole: Judgement): Judgement {
  const judged = parts.filter((part) => !claimsNothing(part)).map((part) => ({ part, result: judgeClaim(part, note) }));
  const contradicted = judged.filter(({ result }) => result.verdict === "contradicted").map(({ result }) => result);
  if (judged.length < 2) return whole;
  if (contradicted.length > 0) return { ...join(contradicted), verdict: "contradicted" };
  if (judged.every(({ result }) => result.verdict === "supported"))
    return { ...join(judged.map(({ result }) => result)), verdict: "supported" };
  return whole;
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
