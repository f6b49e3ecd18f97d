import { useMemo } from "react";
import { taskById } from "../../../core/tasks/tasks";
import { Button } from "../../../ui/button";
import { describeSettings } from "../answer-presets";
import { useAsk, type Answer } from "../ask-store";
import { compareWords, type ComparedPart } from "../compare-words";
import { questionOf } from "../question-on-page";
import styles from "./compare-answers.module.css";

export interface CompareAnswersProps {
  answer: Answer;
  other: Answer;
}

/** Two answers side by side, with the words that only one of them has marked. */
export function CompareAnswers({ answer, other }: CompareAnswersProps) {
  const [text, otherText] = [textOf(answer), textOf(other)];
  const parts = useMemo(() => compareWords(text, otherText), [text, otherText]);
  return (
    <>
      <div className={styles.sides}>
        <Side answer={answer} parts={parts.filter(({ added }) => !added)} />
        <Side answer={other} parts={parts.filter(({ removed }) => !removed)} />
      </div>
      <div>
        <Button onPress={() => useAsk.setState({ comparedId: undefined })}>End the comparison</Button>
      </div>
    </>
  );
}

function Side({ answer: { id, asked, rating }, parts }: { answer: Answer; parts: readonly ComparedPart[] }) {
  const question = questionOf(asked);
  const facts = [
    taskById(asked.taskId).name,
    describeSettings(asked.settings),
    ...(asked.earlier.length > 0 ? ["follows an earlier question"] : []),
    ...(rating === undefined ? [] : [`rated ${rating} of 4`]),
  ];
  return (
    <section className={styles.side} aria-label={`Answer to: ${question}`}>
      <p className={styles.question}>{question}</p>
      <p className={styles.facts}>{facts.join(" · ")}</p>
      <div className={styles.text}>
        {parts.map(({ value, added, removed }, index) =>
          added || removed ? <mark key={`${id}-${index}`}>{value}</mark> : value,
        )}
      </div>
    </section>
  );
}

function textOf({ state }: Answer): string {
  return state.kind === "done" ? state.result.text : "";
}
