import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, resolveConfig } from "prettier";
import { root } from "../run.mjs";

const folder = join(root, "app/core/checkpoint/fuzz");

const recordFile = join(folder, "recorded-runs.json");

/** Bytes of a target's corpus that are kept. */
export const corpusBytes = 12_000;

/** The inputs that earlier runs found to be worth trying; none for a new target. */
export function readCorpus(target) {
  const file = corpusFile(target);
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, "utf8")).map((text) => new Uint8Array(Buffer.from(text, "base64")));
}

/**
 * Writes a target's corpus, and what came of the run into recorded-runs.json. Runs of the same code add up; once a file that the
 * target reads with has changed, they start anew.
 */
export async function record({ target, seconds, report, agreement, checksums = {}, findings, corpus }, seed) {
  if (corpus !== undefined) {
    const texts = corpus.map((input) => Buffer.from(input).toString("base64"));
    await writeJson(corpusFile(target), texts);
  }
  const targets = existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, "utf8")).targets : {};
  const date = new Date().toISOString().slice(0, 10);
  const result = { ...report, ...agreement, findings: findings.length };
  const run = { date, node: process.version, seeds: [seed], seconds: Math.round(seconds), ...result, checksums };
  const before = targets[target];
  const isSameCode =
    before?.checksums !== undefined && agreement === undefined && sameFiles(before.checksums, checksums);
  targets[target] = isSameCode ? sumOf(before, run) : run;
  const inputs = Object.values(targets).reduce((sum, of) => sum + of.inputs, 0);
  await writeJson(recordFile, { inputs, targets });
}

function sameFiles(before, now) {
  return Object.entries(now).every(([file, checksum]) => (before[file] ?? checksum) === checksum);
}

/** Two runs as one. The corpus of the first is in the second, and so is what it reached. */
function sumOf(before, run) {
  const rejected = { ...before.rejected };
  for (const [code, count] of Object.entries(run.rejected)) rejected[code] = (rejected[code] ?? 0) + count;
  return {
    ...run,
    seeds: [...before.seeds, ...run.seeds],
    seconds: before.seconds + run.seconds,
    inputs: before.inputs + run.inputs,
    accepted: before.accepted + run.accepted,
    rejected,
    worstMs: Math.max(before.worstMs, run.worstMs),
    worstAllocationBytes: Math.max(before.worstAllocationBytes, run.worstAllocationBytes),
    findings: before.findings + run.findings,
  };
}

function corpusFile(target) {
  return join(folder, "corpus", `${target}.json`);
}

async function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(value), { ...options, filepath: file }));
}
