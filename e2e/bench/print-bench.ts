import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { benchResults } from "../paths";

/** Prints what was measured, and on what, and keeps it as JSON under the name. */
export function printBench(
  name: string,
  browser: Browser,
  rows: readonly object[],
  summary: Record<string, number> = {},
): void {
  const machine = { browser: browser.version(), processor: cpus()[0]?.model ?? "unknown", cores: cpus().length };
  console.log(`\nChromium ${machine.browser}, ${machine.cores} × ${machine.processor}, WebGPU adapter as launched`);
  console.table(rows.map(rounded));
  for (const [what, value] of Object.entries(summary)) console.log(`${what}: ${value.toFixed(2)}`);
  mkdirSync(benchResults, { recursive: true });
  writeFileSync(join(benchResults, `${name}.json`), JSON.stringify({ ...machine, rows, summary }, null, 2));
}

function rounded(row: object): object {
  const entries = Object.entries(row).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "number" ? Number(value.toFixed(2)) : value,
  ]);
  return Object.fromEntries(entries) as object;
}
