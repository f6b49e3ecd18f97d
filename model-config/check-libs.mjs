// node model-config/check-libs.mjs
// Fails when a model library in public/model-libs is not what manifest.json says, or not what its sources would make.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const libsDir = join(here, "..", "public", "model-libs");
export const manifestName = "manifest.json";
// The parts of a card that the compiler reads; the rest (prompt, names) does not change a library.
const COMPILED_FIELDS = ["architecture", "shape", "contextTokens", "prefillChunkTokens"];

export function readCards() {
  const folder = join(here, "variants");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

export function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

// A hash of all that a variant's libraries are made from: the card's compiled fields, the compiler, the runtime's own
// sources, and the pinned versions of TVM. Each part counts with its name and length.
export function inputsSha256(card) {
  const hash = createHash("sha256");
  const add = (name, bytes) => hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  add("card", Buffer.from(JSON.stringify(COMPILED_FIELDS.map((field) => [field, canonical(card[field])]))));
  for (const path of [...sourceFiles("compiler", ".py"), ...sourceFiles("runtime", "")]) {
    add(relative(here, path).split(sep).join("/"), readFileSync(path));
  }
  const pins = readFileSync(join(here, "requirements.txt"), "utf8").split("\n");
  add(
    "tvm",
    Buffer.from(
      pins
        .filter((line) => line.startsWith("apache-tvm"))
        .sort()
        .join("\n"),
    ),
  );
  return hash.digest("hex");
}

function canonical(value) {
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function sourceFiles(folder, extension) {
  return readdirSync(join(here, folder), { withFileTypes: true })
    .flatMap((entry) => {
      if (entry.name === "__pycache__") return [];
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourceFiles(path, extension);
      return entry.name.endsWith(extension) ? [join(here, path)] : [];
    })
    .sort();
}

function* problems() {
  const manifestPath = join(libsDir, manifestName);
  if (!existsSync(manifestPath)) {
    yield `public/model-libs/${manifestName} is missing.`;
    return;
  }
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  for (const card of readCards()) {
    for (const build of card.builds) {
      const name = `${card.id}-${build}`;
      const library = manifest.libraries.find((entry) => entry.variant === card.id && entry.build === build);
      if (library === undefined) {
        yield `${name} is not in the manifest.`;
        continue;
      }
      const path = join(libsDir, library.file);
      if (!existsSync(path)) yield `${library.file} is missing.`;
      else if (sha256(readFileSync(path)) !== library.sha256) yield `${library.file} is not the file in the manifest.`;
      if (library.inputsSha256 !== inputsSha256(card))
        yield `${name} is older than its card, the compiler or the runtime.`;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = [...problems()];
  if (found.length > 0) {
    console.error([...found, "Rebuild with: node model-config/build-libs.mjs"].join("\n"));
    process.exit(1);
  }
  console.log("The model libraries match their sources.");
}
