import { parseArgs } from "node:util";
import { benchEvidence } from "./bench-evidence.mjs";
import { ensureChromium } from "./ensure-chromium.mjs";
import { fetchDemoWeights } from "./fetch-demo-weights.mjs";
import { installPackages } from "./install-packages.mjs";
import { main, run } from "./run.mjs";

/**
 * `npm run bench`: measures the page on the tiny model and the demo model, and prints what it found.
 * `npm run bench -- parity` runs one part only: page, smooth, cpu-load, parity, library, full-size, kernels, fidelity or evidence;
 * and, by their names only, numerics, which is for machines with a GPU, convert-7b, which needs 35 GB of disk, long-note, which
 * takes ten minutes, and pictures, which takes the README's.
 * `npm run bench -- kernels --library asclepius-7b-f16 --stock --out FILE.json` measures that library and its stock counterpart;
 * `--library` may be given again.
 */
await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      library: { type: "string", multiple: true, default: [] },
      stock: { type: "boolean", default: false },
      out: { type: "string" },
    },
  });
  installPackages();
  const inBrowser = positionals.filter((part) => !["kernels", "numerics", "fidelity", "evidence"].includes(part));
  if (inBrowser.length > 0 || positionals.length === 0) await benchInBrowser(inBrowser);
  if (positionals.length === 0 || positionals.includes("kernels")) await benchInNode(values);
  if (positionals.includes("numerics")) await benchNumerics(values);
  if (positionals.length === 0 || positionals.includes("fidelity")) await benchFidelity();
  if (positionals.length === 0 || positionals.includes("evidence")) await benchEvidence();
});

/** The parts of these names, or all. */
async function benchInBrowser(parts) {
  const CHROMIUM = ensureChromium();
  const comparesLibraries = parts.length === 0 || parts.includes("library");
  run("node", ["model-config/setup-toolchain.mjs", ...(comparesLibraries ? ["--compiler"] : [])]);
  if (comparesLibraries) compileStockLibrary("smollm2-135m-f32");
  await fetchDemoWeights();
  run("npx", ["vite", "build", "--logLevel", "warn"]);
  const chosen = parts.length === 0 ? ["--grep-invert", "@by-name"] : parts;
  run("npx", ["playwright", "test", "-c", "e2e/bench", ...chosen], { CHROMIUM });
}

/** Needs neither a browser nor weights. */
async function benchInNode({ library, stock, out }) {
  if (stock) {
    run("node", ["model-config/setup-toolchain.mjs", "--compiler"]);
    for (const name of library) compileStockLibrary(name);
  }
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport("./e2e/bench/kernels/bench-kernels.ts");
  await module.benchKernels({ libraries: library, out });
}

/** Needs the compiler and the numpy reference, neither a browser nor weights. */
async function benchNumerics({ out }) {
  run("node", ["model-config/setup-toolchain.mjs", "--compiler"]);
  const { runnerImport } = await import("vite");
  const { module: preparation } = await runnerImport("./e2e/bench/numerics/prepare.ts");
  const { module } = await runnerImport("./e2e/bench/numerics/bench-numerics.ts");
  await module.benchNumerics(preparation.prepareNumerics(), out);
}

/** Needs the demo weights and the numpy reference, no browser. */
async function benchFidelity() {
  run("node", ["model-config/setup-toolchain.mjs"]);
  await fetchDemoWeights();
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport("./e2e/bench/fidelity/bench-fidelity.ts");
  await module.benchFidelity();
}

/** The library that ours of this name, as in `smollm2-135m-f32`, is compared with, unless it is up to date; see model-config/bench. */
function compileStockLibrary(name) {
  const [, variant, build] = /^(.+)-(f32|f16|f16-subgroups)$/.exec(name) ?? [];
  if (variant === undefined) throw new Error(`${name} is no library's name.`);
  const args = ["--variant", variant, "--build", build, "--out", "model-config/.build/bench"];
  run("model-config/.venv/bin/python", ["-m", "bench.stock_library", ...args], { PYTHONPATH: "model-config" });
}
