import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { root } from "../run.mjs";
import { instrumentCore } from "./instrument.mjs";

/**
 * Calls `use` with the path of one JavaScript file that holds the readers, instrumented, and the fuzzer, with what its places
 * stand for, and with the checksums of the files that they are in. The bundle is gone afterwards.
 */
export async function withBundledReaders(use) {
  const outDir = mkdtempSync(join(tmpdir(), "fuzz-"));
  const places = new Map();
  const files = new Map();
  try {
    await build({
      configFile: false,
      root,
      logLevel: "warn",
      plugins: [instrumentCore(places, files)],
      publicDir: false,
      build: {
        ssr: "app/core/checkpoint/fuzz/fuzz.ts",
        outDir,
        emptyOutDir: true,
        rolldownOptions: { output: { entryFileNames: "fuzz.mjs" } },
      },
    });
    return await use({ bundle: join(outDir, "fuzz.mjs"), places, files });
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

/** The files that inputs came to, and the places in them that no input did. */
export function coverageOf(places, reached) {
  const fileOf = (place) => place.slice(0, place.indexOf(":"));
  const files = new Set(reached.map((place) => fileOf(places.get(place))));
  const missing = [...places].filter(([place, text]) => files.has(fileOf(text)) && !reached.includes(place));
  return { files: [...files].sort(), missing: missing.map(([, text]) => text).sort() };
}
