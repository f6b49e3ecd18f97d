import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Library, LibraryManifest } from "../../../app/core/models/library";
import { committedLibs, modelConfig } from "../../paths";

/** The demo model's library that the app brings, for adapters without half precision. */
export function ourLibrary(): Library {
  const manifest = JSON.parse(readFileSync(join(committedLibs, "manifest.json"), "utf8")) as LibraryManifest;
  const found = manifest.libraries.find(({ variant, build }) => variant === "smollm2-135m" && build === "f32");
  if (found === undefined) throw new Error("The manifest lacks the demo model's f32 library.");
  return found;
}

/** The one that model-config/bench compiled: the same parameters and sizes, with TVM's own kernels. */
export function stockLibrary(): Library {
  const path = ".build/bench/smollm2-135m-f32-stock.wasm";
  const bytes = readFileSync(join(modelConfig, path));
  return {
    ...ourLibrary(),
    // The development server serves the whole repository.
    file: `../model-config/${path}`,
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}
