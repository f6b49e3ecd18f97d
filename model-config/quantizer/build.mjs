// node model-config/quantizer/build.mjs
// Compiles the C sources beside it into app/core/quantize/quantizer.wasm, and notes their hashes for check:libs.
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";

import { sha256 } from "../check-libs.mjs";
import { hashesPath, here, sourceNames, sourcesSha256, wasmPath } from "./check.mjs";

// No option that lets the compiler fuse or reorder float arithmetic: the bytes are to be the same everywhere. No libc either.
const flags = ["-O3", "-msimd128", "-ffp-contract=off", "-fno-builtin", "-Wall", "-Wextra", "-Werror", "--no-entry"];
const settings = ["STANDALONE_WASM=1", "ALLOW_MEMORY_GROWTH=1", "INITIAL_MEMORY=131072", "TOTAL_STACK=16384"];

const sources = sourceNames().filter((name) => name.endsWith(".c"));
const args = [...flags, ...settings.map((setting) => `-s${setting}`), ...sources, "-o", wasmPath];
const { status } = spawnSync("emcc", args, { cwd: here, stdio: "inherit" });
if (status !== 0) {
  console.error(
    "The quantizer could not be built; node model-config/setup-toolchain.mjs --compiler brings emscripten.",
  );
  process.exit(1);
}
chmodSync(wasmPath, 0o644); // emcc makes programs
const wasm = readFileSync(wasmPath);
const hashes = { sourcesSha256: sourcesSha256(), wasmSha256: sha256(wasm) };
writeFileSync(hashesPath, `${JSON.stringify(hashes, null, 2)}\n`);
console.log(`quantizer.wasm: ${wasm.length} bytes`);
