import { Button } from "../../../ui/button";
import { useAsk, type Answer } from "../ask-store";
import styles from "./answer-history.module.css";

export interface AnswerHistoryProps {
  answers: readonly Answer[];
  shownId: number | undefined;
}

/** The way from one of this visit's answers to another. */
export function AnswerHistory({ answers, shownId }: AnswerHistoryProps) {
  if (answers.length < 2) return null;
  const index = answers.findIndex(({ id }) => id === shownId);
  const show = (answer: Answer | undefined) => {
    if (answer !== undefined) useAsk.setState({ shownId: answer.id, comparedId: undefined, pointedAt: undefined });
  };
  return (
    <div className={styles.history} role="group" aria-label="Answers of this visit">
      <Button look="quiet" aria-label="Earlier answer" isDisabled={index <= 0} onPress={() => show(answers[index - 1])}>
        ‹
      </Button>
      <span>
        {index + 1} of {answers.length}
      </span>
      <Button
        look="quiet"
        aria-label="Later answer"
        isDisabled={index === answers.length - 1}
        onPress={() => show(answers[index + 1])}
      >
        ›
      </Button>
    </div>
  );
}
