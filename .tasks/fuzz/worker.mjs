import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";

/**
 * Fuzzes one target in a thread of its own, so that whoever watches it can end it. `workerData` has the instrumented bundle, the
 * target's name, the seed, the number of inputs or of minutes, a corpus, and shared memory: how many inputs there were, then
 * the length and the bytes of the current one. Posts what it found at the end.
 */
const { bundle, target: name, seed, inputs, minutes, corpus, corpusBytes, shared } = workerData;
const { coveredPlaces, Fuzzer, FUZZ_TARGETS } = await import(bundle);
const target = FUZZ_TARGETS.find((candidate) => candidate.name === name);

const probe = {
  nowMs: () => performance.now(),
  heapBytes: () => getHeapStatistics().used_heap_size,
};

const counters = new Int32Array(shared, 0, 2);
const current = new Uint8Array(shared, counters.byteLength);

// Thousands of errors a second are thrown, and nobody reads where.
Error.stackTraceLimit = 0;
const fuzzer = new Fuzzer(target, seed, probe);

async function feed(input, isSeed = false) {
  counters[1] = input.byteLength;
  current.set(input);
  Atomics.add(counters, 0, 1);
  await fuzzer.feed(input, isSeed);
}

for (const input of target.seeds) await feed(input, true);
for (const input of corpus) await feed(input);
const endMs = performance.now() + minutes * 60_000;
for (let i = 0; i < inputs && (i % 1024 !== 0 || performance.now() < endMs); i++) await feed(fuzzer.next());
const reached = [...coveredPlaces()];

Error.stackTraceLimit = 20;
const findings = [];
for (const finding of fuzzer.findings) {
  const stack = await target.read(finding.input).then(
    () => "",
    (error) => error?.stack ?? String(error),
  );
  findings.push({ ...finding, stack });
}
parentPort.postMessage({ report: fuzzer.report, findings, reached, corpus: await fuzzer.minimisedCorpus(corpusBytes) });
