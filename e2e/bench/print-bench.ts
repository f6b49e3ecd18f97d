import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import type { Browser } from "@playwright/test";
import { benchResults } from "../paths";

/** Prints what was measured, and on what, and keeps it as JSON under the name. */
export function printBench(
  name: string,
  browser: Browser,
  rows: readonly object[],
  summary: Record<string, number> = {},
): void {
  const measured = { browser: browser.version(), ...processor(), rows, summary };
  console.log(`\nChromium ${measured.browser}, ${describeProcessor()}, WebGPU adapter as launched`);
  printTable(rows);
  for (const [what, value] of Object.entries(summary)) console.log(`${what}: ${value.toFixed(2)}`);
  writeMeasured(join(benchResults, `${name}.json`), measured);
}

export function processor(): { processor: string; cores: number } {
  return { processor: cpus()[0]?.model ?? "unknown", cores: cpus().length };
}

export function describeProcessor(): string {
  return `${cpus().length} × ${processor().processor}`;
}

export function printTable(rows: readonly object[]): void {
  console.table(rows.map(rounded));
}

export function writeMeasured(path: string, measured: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(measured, null, 2)}\n`);
}

function rounded(row: object): object {
  const entries = Object.entries(row).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "number" ? Number(value.toFixed(2)) : value,
  ]);
  return Object.fromEntries(entries) as object;
}
