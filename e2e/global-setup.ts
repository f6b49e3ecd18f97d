import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import makeTinyCheckpoint from "./make-tiny-checkpoint";
import { dist, netLogs, rebuiltDist, rebuiltLibs } from "./paths";

/** Makes what the specs run on: the tiny checkpoint, and the site with the library that was just compiled. */
export default function globalSetup(): void {
  rmSync(netLogs, { recursive: true, force: true });
  mkdirSync(netLogs, { recursive: true });
  makeTinyCheckpoint();
  copySiteWithRebuiltLibraries();
}

interface Manifest {
  libraries: { file: string; sha256: string }[];
}

function copySiteWithRebuiltLibraries(): void {
  rmSync(rebuiltDist, { recursive: true, force: true });
  cpSync(dist, rebuiltDist, { recursive: true, filter: (path) => !path.includes("/demo") });
  const manifestPath = join(rebuiltDist, "model-libs", "manifest.json");
  const committed = readManifest(manifestPath);
  const rebuilt = readManifest(join(rebuiltLibs, "manifest.json"));
  const libraries = committed.libraries.map(
    (library) => rebuilt.libraries.find((other) => other.file === library.file) ?? library,
  );
  for (const library of rebuilt.libraries) {
    cpSync(join(rebuiltLibs, library.file), join(rebuiltDist, "model-libs", library.file));
    const same = committed.libraries.some((other) => other.sha256 === library.sha256);
    console.log(`${library.file}, compiled anew: ${same ? "identical to" : "other bytes than"} the committed library`);
  }
  writeFileSync(manifestPath, JSON.stringify({ ...committed, libraries }));
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}
