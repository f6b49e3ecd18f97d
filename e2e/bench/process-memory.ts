import { readdirSync, readFileSync } from "node:fs";

/** Time between two samples: short against a conversion, long against the cost of a sample. */
const intervalMs = 200;

/** Memory that the browser's processes hold for themselves (no mapped program files), by kind, in bytes. */
export interface ProcessMemory {
  renderer: number;
  gpu: number;
}

/** Samples the memory of all Chromium processes that this machine runs, from Linux's /proc, until it is stopped. */
export function watchMemory(): { peakSince: () => ProcessMemory; now: () => ProcessMemory; stop: () => void } {
  let peak = sample();
  const timer = setInterval(() => {
    const now = sample();
    peak = { renderer: Math.max(peak.renderer, now.renderer), gpu: Math.max(peak.gpu, now.gpu) };
  }, intervalMs);
  return {
    now: sample,
    /** The highest values since the last call. */
    peakSince: () => {
      const value = peak;
      peak = sample();
      return value;
    },
    stop: () => clearInterval(timer),
  };
}

function sample(): ProcessMemory {
  const memory: ProcessMemory = { renderer: 0, gpu: 0 };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const kind = command.includes("--type=renderer")
        ? "renderer"
        : command.includes("--type=gpu-process")
          ? "gpu"
          : "";
      if (kind === "") continue;
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      for (const [, kilobytes] of status.matchAll(/Rss(?:Anon|Shmem):\s+(\d+) kB/g))
        memory[kind] += Number(kilobytes) * 1024;
    } catch {
      // The process ended while it was being read.
    }
  }
  return memory;
}
