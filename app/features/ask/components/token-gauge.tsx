import { Label, Meter } from "react-aria-components";
import type { NoteBudget } from "../../../core/budget/measure-note";
import { classNames } from "../../../ui/class-names";
import { formatCount } from "../../../ui/format";
import styles from "./token-gauge.module.css";

export interface TokenGaugeProps {
  /** Undefined while it is being found out. */
  budget: NoteBudget | undefined;
  /** Most tokens that the answer may have. */
  answerTokens: number;
}

/** How much of the model's context note, question and answer take, in its own tokens. */
export function TokenGauge({ budget, answerTokens }: TokenGaugeProps) {
  if (budget === undefined) return <p className={styles.detail}>Counting tokens…</p>;
  const { promptTokens, contextTokens, fits } = budget;
  const percent = Math.min(100, (100 * promptTokens) / contextTokens);
  const answerPercent = Math.min(100 - percent, (100 * answerTokens) / contextTokens);
  return (
    <Meter
      className={classNames(styles.gauge, !fits && styles.tooLong)}
      value={promptTokens}
      maxValue={contextTokens}
      valueLabel={`${formatCount(promptTokens)} of ${formatCount(contextTokens)} tokens`}
    >
      {({ valueText }) => (
        <>
          <div className={styles.line}>
            <Label>Note and question</Label>
            <span>{valueText}</span>
          </div>
          <div className={styles.track}>
            <div className={styles.prompt} style={{ width: `${percent}%` }} />
            <div className={styles.answer} style={{ width: `${answerPercent}%` }} />
          </div>
          <p className={styles.detail}>{detail(budget, answerTokens)}</p>
        </>
      )}
    </Meter>
  );
}

function detail({ promptTokens, contextTokens, fits }: NoteBudget, answerTokens: number): string {
  const left = contextTokens - promptTokens;
  if (!fits) return "The note is too long to be read at once. Nothing of it is cut: choose how it is read.";
  if (left < answerTokens) return `Room for an answer of ${formatCount(left)} tokens, fewer than you allowed.`;
  return `Room for the answer’s ${formatCount(answerTokens)} tokens.`;
}
