/** Bytes as people read them: "98 MB", "3.8 GB". Decimal units, as file managers of most systems show. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** A duration in words: "12 s", "3 min 05 s", "2 h 10 min". */
export function formatDuration(durationMs: number): string {
  const seconds = Math.ceil(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Tokens a second, with as many digits as are worth reading. */
export function formatSpeed(tokens: number, durationMs: number): string {
  if (tokens === 0 || durationMs <= 0) return "–";
  const speed = (tokens * 1000) / durationMs;
  return `${speed < 10 ? speed.toFixed(2) : speed.toFixed(0)} tokens/s`;
}

export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** Multiply-adds a second: "0.9 billion operations/s". */
export function formatRate(perSecond: number): string {
  const billions = perSecond / 1e9;
  return `${billions.toFixed(billions < 10 ? 1 : 0)} billion operations/s`;
}

/** "1 thread", "8 threads". */
export function formatThreads(count: number): string {
  return `${count} thread${count === 1 ? "" : "s"}`;
}
