import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Library } from "../../../app/core/models/library";
import { committedLibrary } from "../../committed-libraries";
import { modelConfig } from "../../paths";

/** The demo model's library that the app brings, for adapters without half precision. */
export function ourLibrary(): Library {
  return committedLibrary("smollm2-135m-f32");
}

/** Where model-config/bench writes the stock library of the same model and build. */
export function stockLibraryPath({ variant, build }: Pick<Library, "variant" | "build">): string {
  return join(modelConfig, ".build/bench", `${variant}-${build}-stock.wasm`);
}

/** The same parameters and sizes as ours, with TVM's own kernels. */
export function stockLibrary(ours: Library): Library {
  const path = stockLibraryPath(ours);
  const bytes = readFileSync(path);
  return {
    ...ours,
    // The development server serves the whole repository.
    file: `../model-config/${relative(modelConfig, path)}`,
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}
