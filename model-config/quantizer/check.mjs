// node model-config/quantizer/check.mjs
// Fails when the committed app/core/quantize/quantizer.wasm is not what the C sources beside this file were compiled to.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { sha256 } from "../check-libs.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
export const wasmPath = join(here, "..", "..", "app", "core", "quantize", "quantizer.wasm");
// Holds sourcesSha256 and wasmSha256 of the last build.
export const hashesPath = join(here, "quantizer.json");

export function sourceNames() {
  return readdirSync(here)
    .filter((name) => /\.[ch]$/.test(name))
    .sort();
}

// A hash of the C sources and of the script that compiles them. Each counts with its name and length.
export function sourcesSha256() {
  const hash = createHash("sha256");
  for (const name of [...sourceNames(), "build.mjs"]) {
    const bytes = readFileSync(join(here, name));
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

function problem() {
  if (!existsSync(wasmPath) || !existsSync(hashesPath)) return "quantizer.wasm or its hashes are missing.";
  const built = JSON.parse(readFileSync(hashesPath, "utf8"));
  if (sha256(readFileSync(wasmPath)) !== built.wasmSha256) return "quantizer.wasm is not the file that was built.";
  if (sourcesSha256() !== built.sourcesSha256) return "quantizer.wasm is older than its sources.";
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = problem();
  if (found !== undefined) {
    console.error(`${found}\nRebuild with: node model-config/quantizer/build.mjs`);
    process.exit(1);
  }
  console.log("The quantizer matches its sources.");
}
