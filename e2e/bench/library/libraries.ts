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

/** Where model-config/bench writes the stock library. */
export const stockLibraryPath = join(modelConfig, ".build/bench/smollm2-135m-f32-stock.wasm");

/** The same parameters and sizes as ours, with TVM's own kernels. */
export function stockLibrary(): Library {
  const bytes = readFileSync(stockLibraryPath);
  return {
    ...ourLibrary(),
    // The development server serves the whole repository.
    file: `../model-config/${relative(modelConfig, stockLibraryPath)}`,
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}
