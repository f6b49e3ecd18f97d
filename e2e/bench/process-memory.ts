import { readdirSync, readFileSync } from "node:fs";

/** Time between two samples: short against loading a small model, long against the cost of a sample. */
const intervalMs = 25;

/** Memory that the browser's processes hold for themselves (no mapped program files), by kind, in bytes. */
export interface ProcessMemory {
  /** The process that starts the others, and keeps what is stored. */
  browser: number;
  /** The largest renderer, which is the tab at work: Chromium also keeps one or two at hand for tabs to come. */
  renderer: number;
  gpu: number;
}

/** Samples the memory of all Chromium processes that this one has started, from Linux's /proc, until it is stopped. */
export function watchMemory(): { peakSince: () => ProcessMemory; now: () => ProcessMemory; stop: () => void } {
  let peak = sample();
  const timer = setInterval(() => {
    peak = higher(peak, sample());
  }, intervalMs);
  return {
    now: sample,
    /** The highest values since the last call, now included. */
    peakSince: () => {
      const now = sample();
      const highest = higher(peak, now);
      peak = now;
      return highest;
    },
    stop: () => clearInterval(timer),
  };
}

function higher(a: ProcessMemory, b: ProcessMemory): ProcessMemory {
  return {
    browser: Math.max(a.browser, b.browser),
    renderer: Math.max(a.renderer, b.renderer),
    gpu: Math.max(a.gpu, b.gpu),
  };
}

type Kind = keyof ProcessMemory | "other";

/** What each process is, so that its command is read once: a sample must cost next to nothing. */
const kinds = new Map<string, Kind>();

function sample(): ProcessMemory {
  const memory: ProcessMemory = { browser: 0, renderer: 0, gpu: 0 };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const kind = kindOf(pid);
      if (kind === "other") continue;
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const kilobytes = [...status.matchAll(/Rss(?:Anon|Shmem):\s+(\d+) kB/g)].map(([, value]) => Number(value));
      memory[kind] = Math.max(memory[kind], kilobytes.reduce((sum, value) => sum + value, 0) * 1024);
    } catch {
      // The process ended while it was being read.
    }
  }
  return memory;
}

function kindOf(pid: string): Kind {
  const known = kinds.get(pid);
  if (known !== undefined) return known;
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
  const type = /--type=([a-z-]+)/.exec(command)?.[1];
  const kind = isOurs(pid) ? kindOfType(type, command) : "other";
  // A renderer begins as a copy of the zygote and takes its own name a moment later.
  if (type !== "zygote") kinds.set(pid, kind);
  return kind;
}

function kindOfType(type: string | undefined, command: string): Kind {
  if (type === "renderer") return "renderer";
  if (type === "gpu-process") return "gpu";
  return type === undefined && command.includes("--user-data-dir=") ? "browser" : "other";
}

/** Whether this process started it, or started what did. */
function isOurs(pid: string): boolean {
  for (let at = pid; Number(at) > 1; at = parentOf(at)) if (Number(at) === process.pid) return true;
  return false;
}

function parentOf(pid: string): string {
  return /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
}
