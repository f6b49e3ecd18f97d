import type { Exchange } from "../../../core/tasks/follow-up";
import { Button } from "../../../ui/button";
import { useAsk } from "../ask-store";
import styles from "./followed-question.module.css";

export interface FollowedQuestionProps {
  note: string;
  earlier: readonly Exchange[];
}

/** Says what the question being written follows: that, and its answer, are sent along. */
export function FollowedQuestion({ note, earlier }: FollowedQuestionProps) {
  const last = earlier.at(-1);
  if (last === undefined) return null;
  return (
    <p className={styles.followed}>
      <span>
        Follows <q>{last.question}</q>
        {earlier.length > 1 && ` and ${earlier.length - 1} before`}: sent along with its answer.
      </span>
      <Button look="quiet" onPress={() => useAsk.setState({ follows: { note, earlier: [] } })}>
        Ask by itself
      </Button>
    </p>
  );
}
