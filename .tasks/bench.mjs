import { ensureChromium } from "./ensure-chromium.mjs";
import { fetchDemoWeights } from "./fetch-demo-weights.mjs";
import { installPackages } from "./install-packages.mjs";
import { main, run } from "./run.mjs";

/**
 * `npm run bench`: measures the page on the tiny model and the demo model, and prints what it found.
 * `npm run bench -- parity` runs one part only: page, cpu-load or parity.
 */
await main(async () => {
  installPackages();
  const CHROMIUM = ensureChromium();
  run("node", ["model-config/setup-toolchain.mjs"]);
  await fetchDemoWeights();
  run("npx", ["vite", "build", "--logLevel", "warn"]);
  run("npx", ["playwright", "test", "-c", "e2e/bench", ...process.argv.slice(2)], { CHROMIUM });
});
