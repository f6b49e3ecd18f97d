import { timeLeftMs } from "../../../core/progress/time-left";
import { Button } from "../../../ui/button";
import { formatBytes, formatDuration } from "../../../ui/format";
import { Progress } from "../../../ui/progress";
import styles from "./checkpoint-work.module.css";

interface WorkProgressProps {
  label: string;
  /** Undefined while it cannot be told. */
  amount?: {
    bytesDone: number;
    bytesTotal: number;
    /** Bytes that were done when `elapsedMs` began: they tell nothing of the speed. */
    bytesBefore?: number;
    elapsedMs: number;
  };
  /** What else is to be said of it. */
  facts?: string[];
  onCancel: () => void;
}

/** Work that is under way: how far it is, and the way to stop it. */
export function WorkProgress({ label, amount, facts = [], onCancel }: WorkProgressProps) {
  return (
    <div className={styles.work}>
      {amount === undefined ? (
        <Progress label={label} fraction={undefined} />
      ) : (
        <Progress label={label} fraction={fractionOf(amount)} detail={detailsOf(amount, facts).join(" · ")} />
      )}
      <div className={styles.actions}>
        <Button onPress={onCancel}>Cancel</Button>
      </div>
    </div>
  );
}

type Amount = NonNullable<WorkProgressProps["amount"]>;

function fractionOf({ bytesDone, bytesTotal }: Amount): number | undefined {
  return bytesTotal > 0 ? bytesDone / bytesTotal : undefined;
}

function detailsOf({ bytesDone, bytesTotal, bytesBefore = 0, elapsedMs }: Amount, facts: string[]): string[] {
  const leftMs = timeLeftMs({ done: bytesDone - bytesBefore, total: bytesTotal - bytesBefore }, elapsedMs);
  return [
    `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`,
    ...facts,
    ...(leftMs === undefined ? [] : [`about ${formatDuration(leftMs)} left`]),
  ];
}
