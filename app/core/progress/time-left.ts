/** Work in progress, in any unit that grows evenly with time. */
export interface Progress {
  done: number;
  total: number;
}

/** Elapsed time below which the speed is too uncertain to speak of, in milliseconds. */
const minElapsedMs = 1000;

/** Milliseconds left at the average speed so far, or undefined while it is too early to tell. */
export function timeLeftMs({ done, total }: Progress, elapsedMs: number): number | undefined {
  if (done <= 0 || elapsedMs < minElapsedMs) return undefined;
  return Math.max(0, ((total - done) * elapsedMs) / done);
}
