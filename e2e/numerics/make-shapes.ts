import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Library } from "../../app/core/models/library";
import type { VariantCard } from "../../app/core/models/variant-card";
import { modelConfig, python, shapeCheckpoints, shapeLibs } from "../paths";
import type { ServedModel } from "./protocol";

const cards = join(modelConfig, "reference", "shapes");

/** Makes the checkpoints of all shapes, and compiles the float32 libraries that are missing or older than the compiler. */
export function makeShapes(): ServedModel[] {
  runPython("reference.make_shapes", shapeCheckpoints);
  return readdirSync(cards).map((name) => {
    const card = JSON.parse(readFileSync(join(cards, name), "utf8")) as VariantCard;
    return { folder: `/.cache/e2e/shapes/${card.id}`, card, library: library(card) };
  });
}

function library({ id }: VariantCard): Library {
  const path = join(shapeLibs, `${id}-f32.wasm`);
  const sources = [...filesUnder("compiler"), ...filesUnder("runtime"), join(cards, `${id}.json`)];
  if (!existsSync(path) || sources.some((source) => statSync(source).mtimeMs > statSync(path).mtimeMs)) {
    runPython("compiler.build", "--variant", id, "--cards", cards, "--build", "f32", "--out", shapeLibs);
  }
  const needs = JSON.parse(readFileSync(join(shapeLibs, `${id}-f32.json`), "utf8")) as Library;
  // From where the app looks for libraries.
  const file = `../.cache/e2e/shape-libs/${id}-f32.wasm`;
  return { ...needs, file, sha256: createHash("sha256").update(readFileSync(path)).digest("hex") };
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(modelConfig, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(py|h|cc)$/.test(name))
    .map((name) => join(modelConfig, folder, name));
}

function runPython(module: string, ...args: string[]): void {
  const env = { ...process.env, PYTHONHASHSEED: "0" };
  execFileSync(python, ["-m", module, ...args], { cwd: modelConfig, env, stdio: "inherit" });
}
