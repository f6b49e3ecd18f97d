import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withBundledReaders } from "./fuzz/bundle-readers.mjs";
import { corpusBytes, readCorpus, record } from "./fuzz/fuzz-files.mjs";
import { printReport } from "./fuzz/print-report.mjs";
import { checkSafetensorsAgreement } from "./fuzz/safetensors-agreement.mjs";
import { watchTarget } from "./fuzz/watch-target.mjs";
import { main, root } from "./run.mjs";

const agreement = "safetensors-agreement";
const findingsFolder = join(root, ".cache/fuzz-findings");

/**
 * `npm run fuzz`: feeds mutated files to every reader of untrusted files, guided by coverage, and fails if one throws anything but a
 * CheckpointError, takes over 1 s, allocates over twice the input and 64 MiB, or accepts what cannot be. `safetensors-agreement` holds
 * our reader against the reference implementation, which setup-toolchain.mjs installs.
 * `npm run fuzz -- zip pickle --inputs 1000000 --seed 7`: those targets, so many inputs each. `--minutes M` in place of `--inputs` is for
 * all of them together. `--uncovered` lists what no input came to. `--record` writes the corpus, and adds to recorded-runs.json.
 */
await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      inputs: { type: "string", default: "50000" },
      seed: { type: "string", default: "1" },
      minutes: { type: "string" },
      uncovered: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
    },
  });
  const results = await withBundledReaders((readers) => fuzz(readers, positionals, values));
  const findings = results.flatMap((result) => result.findings);
  findings.forEach(saveFinding);
  if (findings.length > 0) throw new Error(`${findings.length} findings; their inputs are in .cache/fuzz-findings.`);
});

async function fuzz({ bundle, places, files }, positionals, { inputs, seed, minutes, uncovered, record: isRecorded }) {
  const module = await import(bundle);
  const all = [...module.FUZZ_TARGETS.map(({ name }) => name), agreement];
  const unknown = positionals.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`There is no target "${unknown}", but: ${all.join(", ")}.`);
  const targets = positionals.length > 0 ? positionals : all;
  const limits = {
    seed: Number(seed),
    inputs: minutes === undefined ? Number(inputs) : Infinity,
    minutes: minutes === undefined ? Infinity : Number(minutes) / targets.filter((name) => name !== agreement).length,
    maxInputBytes: module.MAX_INPUT_BYTES,
    corpusBytes,
  };
  const results = [];
  for (const target of targets) {
    const startMs = performance.now();
    const result =
      target === agreement
        ? await checkSafetensorsAgreement(module, {
            ...limits,
            inputs: Number(inputs),
            corpus: readCorpus("safetensors"),
          })
        : await watchTarget({ bundle, places, files, target, corpus: readCorpus(target), ...limits });
    results.push({ target, seconds: (performance.now() - startMs) / 1000, ...result });
    printReport(results.at(-1), uncovered);
    if (isRecorded) await record(results.at(-1), limits.seed);
  }
  return results;
}

function saveFinding({ target, problem, input, stack }, i) {
  mkdirSync(findingsFolder, { recursive: true });
  writeFileSync(join(findingsFolder, `${target}-${i}.bin`), input);
  console.error(`\n${target}-${i}.bin, ${input.byteLength} bytes: ${problem}\n${stack}`);
}
