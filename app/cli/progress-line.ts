import type { ConversionProgress } from "../core/conversion/run-conversion";
import { timeLeftMs } from "../core/progress/time-left";
import { formatBytes, formatDuration } from "../ui/format";

/** Where progress is written: standard error. */
export interface ProgressStream {
  /** True for a terminal, where a line can be written over. */
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const phases: Record<ConversionProgress["phase"], string> = {
  verifying: "looking at what is there",
  converting: "converting",
  checking: "checking against the checkpoint",
};

/** Shows progress in one line that is written over; where it cannot be, in a line for every tenth of the work. */
export function progressLine(
  stream: ProgressStream,
  nowMs: () => number,
): { show: (progress: ConversionProgress) => void; end: () => void } {
  let phase: ConversionProgress["phase"] | undefined;
  let startMs = 0;
  let bytesBefore = 0;
  let shown = "";
  let tenth = -1;
  const end = () => {
    if (shown !== "" && stream.isTTY === true) stream.write("\n");
    shown = "";
  };
  return {
    show: (progress) => {
      const { bytesDone, bytesTotal } = progress;
      if (progress.phase !== phase) {
        end();
        ({ phase } = progress);
        startMs = nowMs();
        bytesBefore = bytesDone;
        tenth = -1;
      }
      const percent = bytesTotal > 0 ? Math.floor((100 * bytesDone) / bytesTotal) : 100;
      const amount = { done: bytesDone - bytesBefore, total: bytesTotal - bytesBefore };
      const leftMs = timeLeftMs(amount, nowMs() - startMs);
      const left = leftMs === undefined ? "" : `, about ${formatDuration(leftMs)} left`;
      const line = `${phases[progress.phase]}: ${percent} %, ${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}${left}`;
      if (stream.isTTY === true) {
        if (line !== shown) stream.write(`\r${line.padEnd(shown.length)}`);
      } else if (Math.floor(percent / 10) > tenth) {
        tenth = Math.floor(percent / 10);
        stream.write(`${line}\n`);
      }
      shown = line;
    },
    end,
  };
}
