import type { CpuReport } from "../core/models/cpu";

/** Most threads: with more, they wait for each other longer than they help. */
const mostThreads = 8;

/** Threads to compute with on this device. */
export function cpuThreads(): number {
  return threadsFor(navigator.hardwareConcurrency, globalThis.crossOriginIsolated);
}

/**
 * Threads to compute with. Up to four logical processors are all used; of many more, half, since they share cores in pairs. One
 * where the page is not cross-origin isolated: threads need memory that they share.
 */
export function threadsFor(processors: number, isolated: boolean): number {
  if (!isolated) return 1;
  const useful = Math.min(Math.max(Math.ceil(processors / 2), 4), mostThreads);
  return Math.max(Math.min(processors, useful), 1);
}

/** What the browser offers the CPU engine. */
export function describeCpu(): CpuReport {
  return { threads: cpuThreads(), webAssembly: typeof WebAssembly === "object" };
}
