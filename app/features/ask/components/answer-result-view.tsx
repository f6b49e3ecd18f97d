import { formatSpeed } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { pointAt, type Answer, type AnswerResult, type Sent } from "../ask-store";
import { AnswerChecks } from "./answer-checks";
import styles from "./answer-panel.module.css";
import { AnswerSources } from "./answer-sources";
import { EarlierExchanges } from "./earlier-exchanges";
import { EvidenceText } from "./evidence-text";
import { ResultView } from "./results/result-view";
import { WhatWasRead } from "./what-was-read";

export interface AnswerResultViewProps {
  answer: Answer;
  result: AnswerResult;
  /** The note on the page. */
  note: string;
}

/** A complete answer: what its task makes of it, its text sentence by sentence, and how it came about. */
export function AnswerResultView({ answer: { asked, evidence, parsed, sent }, result, note }: AnswerResultViewProps) {
  const { text, finish } = result;
  const canShow = note === asked.note;
  const { sentences, sources } = evidence.kind === "found" ? evidence : { sentences: [] };
  return (
    <>
      <EarlierExchanges earlier={asked.earlier} />
      {text === "" ? (
        <p className={styles.hint}>
          {finish === "cancelled" ? "Stopped before the first word." : "The model had nothing to say."}
        </p>
      ) : (
        <>
          {parsed !== undefined && parsed.kind !== "text" && (
            <ResultView
              result={parsed}
              note={asked.note}
              answer={text}
              onShow={(span) => canShow && pointAt({ kind: "span", span })}
            />
          )}
          <EvidenceText text={text} sentences={sentences} sources={sources} canShow={canShow} />
        </>
      )}
      {finish === "cancelled" && text !== "" && <p className={styles.hint}>You stopped the answer here.</p>}
      {sent?.kind === "parts" && <Unread sent={sent} />}
      {finish === "context" && (
        <p className={styles.hint}>The model’s context is full: a shorter note leaves room for a longer answer.</p>
      )}
      {finish === "length" && (
        <p className={styles.hint}>Cut at the length you allowed. Allow more tokens to read on.</p>
      )}
      {evidence.kind === "found" && (
        <AnswerChecks note={asked.note} text={text} sentences={sentences} canShow={canShow} />
      )}
      {evidence.kind === "failed" && (
        <Notice tone="warning" title="The answer was not checked against the note">
          {evidence.error.message}
        </Notice>
      )}
      {sources !== undefined && <AnswerSources text={text} sentences={sentences} sources={sources} canShow={canShow} />}
      {sent !== undefined && <WhatWasRead sent={sent} canShow={canShow} />}
      {!canShow && (
        <p className={styles.hint}>
          The note has changed since, or another one is open: what it says is not marked in it.
        </p>
      )}
      {result.promptTokens > 0 && <Facts result={result} />}
    </>
  );
}

/** How far a long note was read, where not all of it was. */
function Unread({ sent: { answers, count } }: { sent: Sent & { kind: "parts" } }) {
  if (answers.length === 0 || (answers.length === count && answers.at(-1)?.cut !== "unfinished")) return null;
  const read = answers.filter(({ cut }) => cut !== "unfinished").length;
  return (
    <p className={styles.hint}>
      {read} of the note’s {count} parts {read === 1 ? "was" : "were"} answered: the answer may lack what the others
      say.
    </p>
  );
}

function Facts({ result }: { result: AnswerResult }) {
  // The first token comes out of prefill, so decoding is timed over the others.
  const facts = [
    [
      "Read",
      `${result.promptTokens} tokens, ${formatSpeed(result.promptTokens - result.reusedTokens, result.prefillMs)}`,
    ],
    ["Said", `${result.answerTokens} tokens, ${formatSpeed(result.answerTokens - 1, result.decodeMs)}`],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
