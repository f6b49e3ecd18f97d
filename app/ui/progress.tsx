import { Label, ProgressBar } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./progress.module.css";

export interface ProgressProps {
  label: string;
  /** 0 to 1, or undefined while it cannot be told. */
  fraction: number | undefined;
  /** What stands below the bar: amounts, time left. */
  detail?: string;
}

export function Progress({ label, fraction, detail }: ProgressProps) {
  const percent = fraction === undefined ? undefined : Math.round(fraction * 100);
  return (
    <ProgressBar
      className={classNames(styles.progress)}
      {...(percent === undefined ? { isIndeterminate: true } : { value: percent })}
    >
      <div className={styles.line}>
        <Label>{label}</Label>
        <span>{percent === undefined ? "" : `${percent} %`}</span>
      </div>
      <div className={styles.track}>
        <div
          className={classNames(styles.fill, percent === undefined && styles.unknown)}
          style={percent === undefined ? {} : { width: `${percent}%` }}
        />
      </div>
      {detail !== undefined && <p className={styles.detail}>{detail}</p>}
    </ProgressBar>
  );
}
