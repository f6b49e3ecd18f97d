import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Library } from "../../app/core/models/library";
import type { VariantCard } from "../../app/core/models/variant-card";
import { modelConfig, python, shapeCheckpoints, shapeLibs } from "../paths";
import type { ServedModel } from "./protocol";

/** Names of the cards of small models. */
export const shapes = ["llama", "llama3", "mistral"] as const;

/** The kernels for software adapters and for GPUs without and with subgroups, all in float32: SwiftShader has no other. */
export const float32Builds = ["f32", "f32-workgroup", "f32-subgroups"] as const;

/** Makes the checkpoint of a shape, and its library. */
export function makeShape(shape: string, build: (typeof float32Builds)[number]): ServedModel {
  runPython("reference.make_shapes", shapeCheckpoints);
  const card = shapeCard(shape);
  return { folder: `/.cache/e2e/shapes/${card.id}`, card, library: compileShape(card, build) };
}

export function shapeCardFile(shape: string): string {
  return join(modelConfig, "reference", "shapes", `${shape}.json`);
}

export function shapeCard(shape: string): VariantCard {
  return JSON.parse(readFileSync(shapeCardFile(shape), "utf8")) as VariantCard;
}

/** Compiles a shape's library where that is missing or older than the compiler. */
export function compileShape({ id }: VariantCard, build: string): Library {
  const cardFile = shapeCardFile(id);
  const path = join(shapeLibs, `${id}-${build}.wasm`);
  const sources = [...filesUnder("compiler"), ...filesUnder("runtime"), cardFile];
  if (!existsSync(path) || sources.some((source) => statSync(source).mtimeMs > statSync(path).mtimeMs)) {
    runPython("compiler.build", "--variant", id, "--cards", dirname(cardFile), "--build", build, "--out", shapeLibs);
  }
  const needs = JSON.parse(readFileSync(join(shapeLibs, `${id}-${build}.json`), "utf8")) as Library;
  // From where the app looks for libraries.
  const file = `../.cache/e2e/shape-libs/${id}-${build}.wasm`;
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
