// node model-config/build-libs.mjs [variant…] [--out DIR]
// Compiles the model libraries of the named variants (default: all) into public/model-libs, and their manifest.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { inputsSha256, libsDir, manifestName, readCards, sha256 } from "./check-libs.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const python = join(here, ".venv", "bin", "python");
const staging = join(here, ".build", "libs");

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

// Compiles one library into the staging folder, and returns what the compiler says of its needs.
function compile(variant, build) {
  const args = ["-m", "compiler.build", "--variant", variant, "--build", build, "--out", staging];
  // A fixed hash seed, so that the order of Python's sets cannot show in the library.
  const env = { ...process.env, PYTHONHASHSEED: "0" };
  const { status } = spawnSync(python, args, { cwd: here, stdio: "inherit", env });
  if (status !== 0) stop(`${variant}-${build} could not be built.`);
  return JSON.parse(readFileSync(join(staging, `${variant}-${build}.json`), "utf8"));
}

function writeAtomically(path, text) {
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const out = values.out === undefined ? libsDir : resolve(values.out);
const cards = readCards();
const unknown = positionals.filter((variant) => !cards.some((card) => card.id === variant));
if (unknown.length > 0) stop(`No card of this name in model-config/variants: ${unknown.join(", ")}`);
if (!existsSync(python) || spawnSync("emcc", ["--version"], { stdio: "ignore" }).status !== 0) {
  stop("The compiler is not set up; run: node model-config/setup-toolchain.mjs --compiler");
}

mkdirSync(out, { recursive: true });
const manifestPath = join(out, manifestName);
const known = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, "utf8")).libraries : [];
const libraries = new Map(known.map((library) => [library.file, library]));
// Libraries that no card asks for any more leave the manifest.
const wanted = new Set(cards.flatMap((card) => card.builds.map((build) => `${card.id}-${build}.wasm`)));
for (const file of libraries.keys()) if (!wanted.has(file)) libraries.delete(file);

for (const card of cards.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
  for (const build of card.builds) {
    const startMs = performance.now();
    const inputs = inputsSha256(card);
    const needs = compile(card.id, build);
    const file = `${card.id}-${build}.wasm`;
    copyFileSync(join(staging, file), join(out, `${file}.partial`));
    renameSync(join(out, `${file}.partial`), join(out, file));
    libraries.set(file, {
      variant: card.id,
      build,
      file,
      sizeBytes: statSync(join(out, file)).size,
      sha256: sha256(readFileSync(join(out, file))),
      inputsSha256: inputs,
      ...needs,
    });
    const sorted = [...libraries.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
    writeAtomically(manifestPath, `${JSON.stringify({ formatVersion: 1, libraries: sorted }, null, 2)}\n`);
    console.log(`${file}: ${Math.round((performance.now() - startMs) / 1000)} s`);
  }
}
