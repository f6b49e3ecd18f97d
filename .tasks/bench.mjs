import { ensureChromium } from "./ensure-chromium.mjs";
import { fetchDemoWeights } from "./fetch-demo-weights.mjs";
import { installPackages } from "./install-packages.mjs";
import { main, run } from "./run.mjs";

/**
 * `npm run bench`: measures the page on the tiny model and the demo model, and prints what it found.
 * `npm run bench -- parity` runs one part only: page, cpu-load, parity or library.
 */
await main(async () => {
  installPackages();
  const CHROMIUM = ensureChromium();
  const parts = process.argv.slice(2);
  const comparesLibraries = parts.length === 0 || parts.includes("library");
  run("node", ["model-config/setup-toolchain.mjs", ...(comparesLibraries ? ["--compiler"] : [])]);
  if (comparesLibraries) compileStockLibrary();
  await fetchDemoWeights();
  run("npx", ["vite", "build", "--logLevel", "warn"]);
  run("npx", ["playwright", "test", "-c", "e2e/bench", ...parts], { CHROMIUM });
});

/** The library that `library` compares ours with, unless it is there and up to date; see model-config/bench. */
function compileStockLibrary() {
  const out = "model-config/.build/bench/smollm2-135m-f32-stock.wasm";
  const env = { PYTHONPATH: "model-config" };
  run("model-config/.venv/bin/python", ["-m", "bench.stock_library", "--out", out], env);
}
