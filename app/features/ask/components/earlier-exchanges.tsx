import type { Exchange } from "../../../core/tasks/follow-up";
import { Disclosure } from "../../../ui/disclosure";
import styles from "./earlier-exchanges.module.css";

export interface EarlierExchangesProps {
  earlier: readonly Exchange[];
}

/** What was asked and answered before the question that an answer is to. */
export function EarlierExchanges({ earlier }: EarlierExchangesProps) {
  if (earlier.length === 0) return null;
  const title = earlier.length === 1 ? "Follows an earlier question" : `Follows ${earlier.length} earlier questions`;
  return (
    <Disclosure level={3} title={title}>
      <dl className={styles.exchanges}>
        {earlier.map(({ question, answer }, index) => (
          <div key={index}>
            <dt>{question}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
