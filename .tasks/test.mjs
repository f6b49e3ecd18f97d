import { ensureChromium } from "./ensure-chromium.mjs";
import { fetchDemoWeights } from "./fetch-demo-weights.mjs";
import { installPackages } from "./install-packages.mjs";
import { run } from "./run.mjs";

/** `npm test`: installs what the tests need and runs them all. Prints what it ran; the first failure ends it. */
let chromium = "";
const npmRun = (script) => () => run("npm", ["run", "--silent", script], { CHROMIUM: chromium });

const steps = [
  ["npm packages", installPackages],
  ["Chromium", () => (chromium = ensureChromium())],
  ["Python environment and compiler toolchain", () => run("node", ["model-config/setup-toolchain.mjs", "--compiler"])],
  ["demo weights", fetchDemoWeights],
  ["types", npmRun("check:types")],
  ["lint", npmRun("check:lint")],
  ["format", npmRun("check:format")],
  ["unused code", npmRun("check:unused")],
  ["Python lint", npmRun("check:python")],
  ["libraries match their inputs", npmRun("check:libs")],
  ["unit tests", npmRun("test:unit")],
  ["fuzzing, for a minute", npmRun("fuzz")],
  ["browser tests", npmRun("test:browser")],
  [
    "the tiny library, built anew",
    () => run("node", ["model-config/build-libs.mjs", "tiny", "--out", ".cache/rebuilt-libs"]),
  ],
  ["build", npmRun("build")],
  ["end-to-end tests", npmRun("test:e2e")],
];

const times = [];
for (const [name, step] of steps) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  try {
    await step();
  } catch (error) {
    console.error(`\n${error.message}`);
    console.log(`\nsteps: ${times.length} passed, 1 failed`);
    process.exit(1);
  }
  times.push([name, performance.now() - start]);
}

console.log("\n== what ran, in seconds");
for (const [name, timeMs] of times) console.log(`${(timeMs / 1000).toFixed(1).padStart(8)}  ${name}`);
console.log(`\nsteps: ${times.length} passed, 0 failed`);
