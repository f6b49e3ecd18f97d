import { readdirSync, readFileSync } from "node:fs";

/** Time between two samples: short against loading a small model, long against the cost of a sample. */
const intervalMs = 25;
/** Time between two looks at which processes there are, which costs ten times a sample. */
const searchIntervalMs = 500;

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

type Kind = keyof ProcessMemory;

/** Chromium's processes, as they were found last. */
let processes: { pid: string; kind: Kind }[] = [];
let searchedMs = -Infinity;
/** What each process is, so that its command is read once. */
const kinds = new Map<string, Kind | "other">();

function sample(): ProcessMemory {
  if (performance.now() - searchedMs >= searchIntervalMs) searchProcesses();
  const memory: ProcessMemory = { browser: 0, renderer: 0, gpu: 0 };
  for (const { pid, kind } of processes) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "latin1");
      memory[kind] = Math.max(memory[kind], bytesOf(status, "RssAnon:") + bytesOf(status, "RssShmem:"));
    } catch {
      // The process has ended.
    }
  }
  return memory;
}

/** A field of a process's status that is in kB; 0 of one that has ended and is not cleared away. */
function bytesOf(status: string, field: string): number {
  const start = status.indexOf(field);
  return start === -1 ? 0 : Number.parseInt(status.slice(start + field.length)) * 1024;
}

function searchProcesses(): void {
  processes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const kind = kindOf(pid);
      return kind === "other" ? [] : [{ pid, kind }];
    });
  searchedMs = performance.now();
}

function kindOf(pid: string): Kind | "other" {
  try {
    const known = kinds.get(pid);
    if (known !== undefined) return known;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const type = /--type=([a-z-]+)/.exec(command)?.[1];
    const kind = isOurs(pid) ? kindOfType(type, command) : "other";
    // A renderer begins as a copy of the zygote and takes its own name a moment later.
    if (type !== "zygote") kinds.set(pid, kind);
    return kind;
  } catch {
    // The process ended while it was being read.
    return "other";
  }
}

function kindOfType(type: string | undefined, command: string): Kind | "other" {
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
