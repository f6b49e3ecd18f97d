// node model-config/setup-toolchain.mjs [--compiler]
// Makes model-config/.venv with what requirements.txt pins; with --compiler, sees to it that emcc is there too.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const venv = join(here, ".venv");
const requirements = join(here, "requirements.txt");
// Holds the hash of the requirements that were installed; written last, so that a broken set-up is begun again.
const stamp = join(venv, "requirements.sha256");

const isRoot = process.getuid?.() === 0;

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function run(command, args, sentence, env = process.env) {
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  if (status !== 0) stop(sentence);
}

function aptInstall(name, why) {
  if (!isRoot || !succeeds("apt-get", ["--version"])) {
    stop(`${why} Install it (Debian and Ubuntu: sudo apt-get install ${name}), then run this again.`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], "apt-get update failed.", env);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], `apt-get could not install ${name}.`, env);
}

function findPython() {
  const supported = "import sys; sys.exit(not (3, 10) <= sys.version_info[:2])";
  const python = ["python3", "python"].find((name) => succeeds(name, ["-c", supported]));
  if (python === undefined) stop("No Python of version 3.10 or later was found; install one, then run this again.");
  return python;
}

function makeVenv() {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8").trim() === hash) return;
  // A link is somebody's own arrangement, and not ours to replace.
  if (lstatSync(venv, { throwIfNoEntry: false })?.isSymbolicLink()) {
    stop("model-config/.venv is a link to an environment elsewhere; remove the link, then run this again.");
  }
  const python = findPython();
  // Debian keeps the modules that a virtual environment needs in a package of their own.
  if (!succeeds(python, ["-c", "import venv, ensurepip"])) {
    aptInstall("python3-venv", "This Python cannot make virtual environments: its package python3-venv is missing.");
  }
  rmSync(venv, { recursive: true, force: true });
  run(python, ["-m", "venv", venv], "The virtual environment could not be made.");
  run(
    join(venv, "bin", "python"),
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements],
    "The Python packages could not be installed.",
  );
  writeFileSync(stamp, `${hash}\n`);
}

const options = process.argv.slice(2);
if (options.some((option) => option !== "--compiler"))
  stop("Usage: node model-config/setup-toolchain.mjs [--compiler]");
makeVenv();
if (options.includes("--compiler") && !succeeds("emcc", ["--version"])) {
  aptInstall("emscripten", "emcc was not found, which links the model libraries.");
}
console.log("The toolchain is ready.");
