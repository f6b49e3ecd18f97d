import type { ReactNode } from "react";
import { timeLeftMs } from "../../../core/progress/time-left";
import { findVariant } from "../../../core/models/variants";
import { Button } from "../../../ui/button";
import { formatBytes, formatCount, formatDuration } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Progress } from "../../../ui/progress";
import { cancelWork, convertCheckpoint, dropCheckpoint } from "../convert-checkpoint";
import { selectModel, type Work } from "../models-store";
import styles from "./checkpoint-work.module.css";

/** What is being done with the checkpoint that was brought, with the way to stop it. */
export function CheckpointWork({ work, onReady }: { work: Exclude<Work, { kind: "idle" }>; onReady: () => void }) {
  switch (work.kind) {
    case "downloading": {
      const amount = { done: work.bytesDone, total: work.bytesTotal };
      return (
        <Busy>
          <Progress
            label="Fetching the demo weights from this site"
            fraction={fractionOf(amount)}
            detail={[
              `${formatBytes(work.bytesDone)} of ${formatBytes(work.bytesTotal)}`,
              ...timeLeft(amount, work.elapsedMs),
            ].join(" · ")}
          />
        </Busy>
      );
    }
    case "inspecting":
      return (
        <Busy>
          <Progress label="Reading the checkpoint’s headers" fraction={undefined} />
        </Busy>
      );
    case "inspected":
      return (
        <div className={styles.work}>
          <p>
            <strong className={styles.name}>{work.summary.label}</strong> was recognised as{" "}
            {findVariant(work.summary.variantId)?.name ?? work.summary.variantId}: {formatCount(work.summary.tensors)}{" "}
            tensors, {formatBytes(work.summary.sourceBytes)} to read, {formatBytes(work.summary.outputBytes)} once
            converted to 4 bits.
          </p>
          <div className={styles.actions}>
            <Button
              look="primary"
              onPress={() => void convertCheckpoint(work.summary).then((ready) => ready && onReady())}
            >
              Convert on this device
            </Button>
            <Button onPress={dropCheckpoint}>Not this one</Button>
          </div>
        </div>
      );
    case "already-stored":
      return (
        <Notice
          tone="info"
          title="This model is already on this device"
          actions={
            <>
              <Button
                look="primary"
                onPress={() => {
                  selectModel(work.summary.modelId);
                  dropCheckpoint();
                  onReady();
                }}
              >
                Ask it
              </Button>
              <Button onPress={dropCheckpoint}>Close</Button>
            </>
          }
        >
          {work.summary.label} was converted before, from the same files.
        </Notice>
      );
    case "converting": {
      const { progress, summary, elapsedMs } = work;
      const amount = { done: progress?.bytesDone ?? 0, total: progress?.bytesTotal ?? summary.sourceBytes };
      return (
        <Busy>
          <Progress
            label={`Converting ${summary.label}`}
            fraction={fractionOf(amount)}
            detail={[
              `${formatBytes(amount.done)} of ${formatBytes(amount.total)}`,
              `tensor ${progress?.tensorsDone ?? 0} of ${progress?.tensorsTotal ?? summary.tensors}`,
              ...timeLeft(amount, elapsedMs),
            ].join(" · ")}
          />
        </Busy>
      );
    }
    case "failed":
      return (
        <Notice tone="error" title="This did not work" actions={<Button onPress={dropCheckpoint}>Close</Button>}>
          {work.error.message}
        </Notice>
      );
  }
}

function Busy({ children }: { children: ReactNode }) {
  return (
    <div className={styles.work}>
      {children}
      <div className={styles.actions}>
        <Button onPress={cancelWork}>Cancel</Button>
      </div>
    </div>
  );
}

function fractionOf({ done, total }: { done: number; total: number }): number | undefined {
  return total > 0 ? done / total : undefined;
}

function timeLeft(amount: { done: number; total: number }, elapsedMs: number): string[] {
  const leftMs = timeLeftMs(amount, elapsedMs);
  return leftMs === undefined ? [] : [`about ${formatDuration(leftMs)} left`];
}
