import { useEffect, useRef } from "react";
import { Link } from "react-aria-components";
import type { SentenceSource } from "../../../core/budget/trace-answer";
import type { SentenceEvidence } from "../../../core/evidence/evidence";
import { classNames } from "../../../ui/class-names";
import { pointAt, useAsk, type PointedAt } from "../ask-store";
import styles from "./evidence-text.module.css";

export interface EvidenceTextProps {
  text: string;
  /** What the note says of each sentence; empty while that is not known. */
  sentences: readonly SentenceEvidence[];
  /** Where each comes from, of an answer that was combined from parts: it is shown where the note itself has no passage. */
  sources?: readonly SentenceSource[] | undefined;
  /** False where the note on the page is another one: then nothing can be shown in it. */
  canShow: boolean;
}

/** What a sentence's mark tells those who do not see it. */
const verdictNames: Record<SentenceEvidence["verdict"], string> = {
  supported: "supported by the note",
  contradicted: "differs from the note",
  unsupported: "no support found in the note",
  "not-told": "the note does not tell",
  "no-claim": "",
};

/** An answer, each sentence with its mark. A sentence that rests on the note shows where. The text is the answer's own. */
export function EvidenceText({ text, sentences, sources, canShow }: EvidenceTextProps) {
  const pointedAt = useAsk((state) => state.pointedAt);
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (pointedAt?.kind !== "sentence" || pointedAt.isSought !== true) return;
    container.current?.querySelector(`[data-sentence="${pointedAt.index}"]`)?.scrollIntoView({ block: "nearest" });
  }, [pointedAt]);
  const parts = [];
  let end = 0;
  for (const [index, { sentence, verdict, passages }] of sentences.entries()) {
    parts.push(text.slice(end, sentence.start));
    const words = text.slice(sentence.start, sentence.end);
    const place = sources?.[index]?.places[0]?.span;
    const target: PointedAt | undefined =
      passages.length > 0 ? { kind: "sentence", index } : place && { kind: "span", span: place };
    const isPointedAt = pointedAt?.kind === "sentence" && pointedAt.index === index;
    const className = classNames(styles.sentence, styles[verdict], isPointedAt && styles.pointedAt);
    parts.push(
      target !== undefined && canShow ? (
        <Link key={index} data-sentence={index} className={className} onPress={() => pointAt(target)}>
          {words}
          <Mark verdict={verdict} />
        </Link>
      ) : (
        <span key={index} data-sentence={index} className={className}>
          {words}
          <Mark verdict={verdict} />
        </span>
      ),
    );
    end = sentence.end;
  }
  parts.push(text.slice(end));
  return (
    <div ref={container} className={styles.text} data-testid="answer-text">
      {parts}
    </div>
  );
}

/** A sign beside a sentence, which is no part of the text that is read, copied or searched. */
function Mark({ verdict }: { verdict: SentenceEvidence["verdict"] }) {
  if (verdict === "no-claim") return null;
  return (
    <span
      className={classNames(styles.mark, styles[`mark-${verdict}`])}
      role="img"
      aria-label={verdictNames[verdict]}
    />
  );
}
