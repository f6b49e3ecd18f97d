import { EngineError } from "../../core/errors";
import type { Library, LibraryManifest } from "../../core/models/library";

const manifestUrl = "/model-libs/manifest.json";

/** The compiled libraries that this version of the app brings. */
export async function loadLibraryManifest(): Promise<LibraryManifest> {
  const response = await fetch(manifestUrl);
  if (!response.ok) {
    throw new EngineError(
      "load-failed",
      `${manifestUrl}: the list of model libraries is missing from this site. Whoever hosts the page must serve it.`,
    );
  }
  return (await response.json()) as LibraryManifest;
}

/** Where a library is served. The hash keeps a copy that a cache kept from an older version from being used. */
export function libraryUrl(library: Library): string {
  return new URL(`/model-libs/${library.file}?sha256=${library.sha256.slice(0, 16)}`, globalThis.location.origin).href;
}
