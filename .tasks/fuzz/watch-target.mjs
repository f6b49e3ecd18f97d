import { clearInterval, setInterval } from "node:timers";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { coverageOf } from "./bundle-readers.mjs";

/** V8's young generation is three of these, two of them for new objects. An input may allocate half as much. */
const semiSpaceMib = 128;
/** A reader that has said nothing for so long hangs; the limit of 1 s for an input is measured by the fuzzer itself. */
const silenceMs = 30_000;

/**
 * Fuzzes a target in a worker thread and returns what that posts; `places` and `files` are the bundle's. One that hangs is ended, and the input reported. The young
 * generation is large from the start, so that all that an input allocates is counted before anything is collected.
 */
export function watchTarget({ places, files, maxInputBytes, ...options }) {
  const shared = new SharedArrayBuffer(8 + maxInputBytes);
  const counters = new Int32Array(shared, 0, 2);
  setFlagsFromString(`--min-semi-space-size=${semiSpaceMib}`);
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    workerData: { ...options, shared },
    resourceLimits: { maxYoungGenerationSizeMb: 3 * semiSpaceMib, maxOldGenerationSizeMb: 1024 },
  });
  return new Promise((resolve, reject) => {
    let [last, lastMs] = [-1, performance.now()];
    const end = (problem) => {
      const input = new Uint8Array(shared, 8, counters[1]).slice();
      resolve({ findings: [{ target: options.target, problem, input, stack: "" }] });
    };
    const watch = setInterval(() => {
      const now = Atomics.load(counters, 0);
      if (now !== last) [last, lastMs] = [now, performance.now()];
      else if (performance.now() - lastMs > silenceMs) end("it hangs");
    }, 1000);
    worker.on("message", ({ reached, report, ...result }) => {
      const { missing, files: readFiles } = coverageOf(places, reached);
      const counts = { reached: reached.length, all: reached.length + missing.length };
      const checksums = Object.fromEntries(readFiles.map((file) => [file, files.get(file)]));
      resolve({ ...result, missing, checksums, report: { ...report, places: counts } });
    });
    worker.on("error", (error) => (error.code === "ERR_WORKER_OUT_OF_MEMORY" ? end("out of memory") : reject(error)));
    worker.on("exit", () => clearInterval(watch));
  }).finally(() => worker.terminate());
}
