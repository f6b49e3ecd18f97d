import { overlap, type Span } from "../../text/span";
import type { SentenceEvidence } from "../evidence";
import { findEvidence } from "../find-evidence";
import type { LabelledSentence } from "./labelled-sentence";

/** A share of sentences or passages, as counts. */
interface Share {
  hits: number;
  of: number;
}

export interface EvidenceMeasures {
  /** Of the passages marked, those that overlap a gold passage of their sentence; a mark on a sentence without gold is a miss. */
  precision: Share;
  /** Of the gold passages, those that some passage marked for their sentence overlaps. */
  recall: Share;
  /** Of the contradicted sentences, those told as contradicted; all, and by kind. */
  contradictions: Share;
  contradictionsByKind: Map<string, Share>;
  /** Of the supported sentences, those told as contradicted: the fewer the better. */
  falseContradictions: Share;
  /** Of the sentences of each other label, those told as such. */
  supported: Share;
  unsupported: Share;
  notTold: Share;
  /** How often each verdict was given for each label, as "label -> verdict". */
  verdicts: Map<string, number>;
}

/** What the matcher makes of one labelled sentence. */
export interface Outcome {
  sentence: LabelledSentence;
  verdict: SentenceEvidence["verdict"];
  found: SentenceEvidence[];
  marked: { span: Span; isRight: boolean }[];
  gold: { span: Span; isFound: boolean }[];
}

/** Verdicts in the order in which one stands for an answer of several sentences. */
const GRAVEST: SentenceEvidence["verdict"][] = ["contradicted", "unsupported", "supported", "not-told", "no-claim"];

export function judgeLabelled(sentence: LabelledSentence, note: string): Outcome {
  const found = findEvidence(note, sentence.answer);
  const marked = found.flatMap(({ passages }) => passages);
  const gold = sentence.gold.map((passage) => ({
    start: note.indexOf(passage),
    end: note.indexOf(passage) + passage.length,
  }));
  return {
    sentence,
    verdict: GRAVEST.find((verdict) => found.some((entry) => entry.verdict === verdict)) ?? "no-claim",
    found,
    marked: marked.map((span) => ({ span, isRight: gold.some((other) => overlap(span, other)) })),
    gold: gold.map((span) => ({ span, isFound: marked.some((other) => overlap(span, other)) })),
  };
}

/** The measures over a labelled set. */
export function measureEvidence(outcomes: readonly Outcome[]): EvidenceMeasures {
  const labelled = (label: LabelledSentence["label"]) => outcomes.filter(({ sentence }) => sentence.label === label);
  const told = (of: readonly Outcome[], verdict: SentenceEvidence["verdict"]) =>
    share(of.map((outcome) => outcome.verdict === verdict));
  const contradicted = labelled("contradicted");
  const kinds = [...new Set(contradicted.map(({ sentence }) => sentence.conflict ?? ""))].sort();
  const verdicts = new Map<string, number>();
  for (const { sentence, verdict } of outcomes) {
    const key = `${sentence.label} -> ${verdict}`;
    verdicts.set(key, (verdicts.get(key) ?? 0) + 1);
  }
  return {
    precision: share(outcomes.flatMap(({ marked }) => marked.map(({ isRight }) => isRight))),
    recall: share(outcomes.flatMap(({ gold }) => gold.map(({ isFound }) => isFound))),
    contradictions: told(contradicted, "contradicted"),
    contradictionsByKind: new Map(
      kinds.map((kind) => [
        kind,
        told(
          contradicted.filter(({ sentence }) => sentence.conflict === kind),
          "contradicted",
        ),
      ]),
    ),
    falseContradictions: told(labelled("supported"), "contradicted"),
    supported: told(labelled("supported"), "supported"),
    unsupported: told(labelled("unsupported"), "unsupported"),
    notTold: told(labelled("not-told"), "not-told"),
    verdicts,
  };
}

const share = (hits: readonly boolean[]): Share => ({ hits: hits.filter(Boolean).length, of: hits.length });
