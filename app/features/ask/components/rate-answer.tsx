import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { classNames } from "../../../ui/class-names";
import { updateAnswer, type Answer, type Rating } from "../ask-store";
import styles from "./rate-answer.module.css";

/** The paper's rubric, by which clinicians judged the models' answers. */
const ratings: readonly { rating: Rating; name: string }[] = [
  { rating: 1, name: "Unacceptable" },
  { rating: 2, name: "Poor" },
  { rating: 3, name: "Satisfactory" },
  { rating: 4, name: "Excellent" },
];

/** A reader's judgement of an answer, kept with it in memory. */
export function RateAnswer({ answer }: { answer: Answer }) {
  return (
    <div className={styles.line}>
      <span id="rating">Your rating</span>
      <ToggleButtonGroup
        className={classNames(styles.group)}
        aria-labelledby="rating"
        selectionMode="single"
        selectedKeys={answer.rating === undefined ? [] : [answer.rating]}
        onSelectionChange={(keys) => {
          const chosen = ratings.find(({ rating }) => keys.has(rating));
          updateAnswer(answer.id, { rating: chosen?.rating });
        }}
      >
        {ratings.map(({ rating, name }) => (
          <ToggleButton key={rating} id={rating} className={classNames(styles.option)}>
            {rating} {name}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
