import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Library, LibraryManifest } from "../app/core/models/library";
import { committedLibs } from "./paths";

/** The libraries that the app brings. */
export function committedLibraries(): Library[] {
  const manifest = JSON.parse(readFileSync(join(committedLibs, "manifest.json"), "utf8")) as LibraryManifest;
  return manifest.libraries;
}

/** The one of a name as in `asclepius-7b-f16`. */
export function committedLibrary(name: string): Library {
  const found = committedLibraries().find(({ file }) => file === `${name}.wasm`);
  if (found === undefined) throw new Error(`There is no library ${name}.`);
  return found;
}

export function readLibrary({ file }: Library): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(committedLibs, file)));
}
