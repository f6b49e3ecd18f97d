/** How long a phase took so far, and what was done when it began: that tells nothing of its speed. */
export interface PhaseTiming {
  bytesBefore: number;
  elapsedMs: number;
}

/**
 * Shows progress as it comes, and at first that there is none. Each phase is timed from its first event on, as it begins where an
 * earlier attempt ended.
 */
export function timePhases<P extends { phase: string; bytesDone: number }>(
  show: (progress: P | undefined, timing: PhaseTiming) => void,
): (progress: P) => void {
  let phase: string | undefined;
  let startMs = 0;
  let bytesBefore = 0;
  show(undefined, { bytesBefore, elapsedMs: 0 });
  return (progress) => {
    if (progress.phase !== phase) {
      ({ phase, bytesDone: bytesBefore } = progress);
      startMs = performance.now();
    }
    show(progress, { bytesBefore, elapsedMs: performance.now() - startMs });
  };
}
